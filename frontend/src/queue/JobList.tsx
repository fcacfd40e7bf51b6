/** JobList: a table where there is room for one, cards where there is not. */
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useState } from 'react'
import type { Job } from '../api/types'
import { JobCards } from './JobCards'
import { JobTable } from './JobTable'

export interface JobListProps {
  jobs: readonly Job[]
  /** Asks whether that job is to be cancelled. */
  cancel: (job: Job) => void
}

export interface WithLogs extends JobListProps {
  /** Ids of the jobs whose log is shown. */
  open: ReadonlySet<string>
  toggle: (jobId: string) => void
}

/** What a row or a card shows. */
export interface OneJob {
  job: Job
  cancel: (job: Job) => void
  isOpen: boolean
  toggle: (jobId: string) => void
}

export function JobList({ jobs, cancel }: JobListProps) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((jobId: string) => setOpen(before => toggled(before, jobId)), [])
  const List = isWide ? JobTable : JobCards
  return <List jobs={jobs} cancel={cancel} open={open} toggle={toggle} />
}

function toggled(before: ReadonlySet<string>, jobId: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(jobId)) after.add(jobId)
  return after
}
