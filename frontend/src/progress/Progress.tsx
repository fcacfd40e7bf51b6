/** Progress: a job from its first step to its end. */
import { Failure, Loading } from '../components/states'
import { useJob } from '../jobs/useJob'

export function Progress({ jobId }: { jobId: string; onClose?: () => void }) {
  const job = useJob(jobId)
  if (job.isPending) return <Loading />
  if (job.isError) return <Failure error={job.error} retry={() => void job.refetch()} />
  return <p>{job.data.data.message}</p>
}
