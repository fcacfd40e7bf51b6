/** ManyJobs: a list of jobs, with what is done with several of it together. */
import { useCallback, useState } from 'react'
import { Bulk } from './Bulk'
import { JobList } from './JobList'
import type { JobListProps } from './JobParts'

type Props = Pick<JobListProps, 'name' | 'jobs' | 'cancel'>

export function ManyJobs({ name, jobs, cancel }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choose = useCallback((jobId: string, isChosen: boolean) => {
    setChosen(before => {
      const after = new Set(before)
      if (isChosen) after.add(jobId)
      else after.delete(jobId)
      return after
    })
  }, [])
  return (
    <>
      <Bulk jobs={jobs} chosen={chosen} setChosen={setChosen} />
      <JobList name={name} jobs={jobs} cancel={cancel} chosen={chosen} choose={choose} />
    </>
  )
}
