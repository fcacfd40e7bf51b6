/** The progress dialog is part of the address, so that a reload and a link show it again. */
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'

const PARAMETER = 'job'

export interface ProgressDialogControl {
  /** The job that the dialog shows; null while it is closed. */
  readonly jobId: string | null
  readonly open: (jobId: string) => void
  readonly close: () => void
}

export function useProgressDialog(): ProgressDialogControl {
  const [search, setSearch] = useSearchParams()
  const jobId = search.get(PARAMETER)
  return useMemo(
    () => ({
      jobId,
      open: id => setSearch(before => changed(before, id)),
      // Replaced, not added: after closing, "back" leads where one was before the dialog.
      close: () => setSearch(before => changed(before, null), { replace: true }),
    }),
    [jobId, setSearch],
  )
}

function changed(before: URLSearchParams, jobId: string | null): URLSearchParams {
  const after = new URLSearchParams(before)
  if (jobId === null) after.delete(PARAMETER)
  else after.set(PARAMETER, jobId)
  return after
}
