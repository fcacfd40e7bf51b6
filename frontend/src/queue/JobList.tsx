/** JobList: a table where there is room for one, cards where there is not. */
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useState } from 'react'
import { JobCards } from './JobCards'
import type { JobListProps } from './JobParts'
import { JobTable } from './JobTable'

export function JobList(props: JobListProps) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((jobId: string) => setOpen(before => toggled(before, jobId)), [])
  const List = isWide ? JobTable : JobCards
  return <List {...props} open={open} toggle={toggle} />
}

function toggled(before: ReadonlySet<string>, jobId: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(jobId)) after.add(jobId)
  return after
}
