/** ManyJobs: a list of jobs, with what is done with several of it together. */
import { useCallback, useState } from 'react'
import type { Job } from '../api/types'
import { Bulk } from './Bulk'
import { JobList } from './JobList'

export function ManyJobs({ jobs, cancel }: { jobs: readonly Job[]; cancel: (job: Job) => void }) {
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
      <JobList jobs={jobs} cancel={cancel} chosen={chosen} choose={choose} />
    </>
  )
}
