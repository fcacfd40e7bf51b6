/** What a person can do with a job. The answer is in every list and view at once. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Polled } from '../api/client'
import { useApi } from '../api/context'
import type { Job, JobPage, JobWithItems } from '../api/types'
import { jobKey, JOBS } from './keys'

export function canCancel(job: Job): boolean {
  return !job.is_finished
}

export function canContinue(job: Job): boolean {
  return job.status === 'waiting'
}

/** A failure that is the same with every try is not offered to be tried again. */
export function canRetry(job: Job): boolean {
  return job.can_resume && (job.error?.retryable ?? true)
}

/** Whether a retry needs a higher cap to get any further. */
export function needsHigherCap(job: Job): boolean {
  return job.error?.code === 'budget-exceeded'
}

export function useCancelJob() {
  const api = useApi()
  return useJobAction(({ job }: { job: Job }) => api.cancelJob(job.job_id))
}

export function useRetryJob() {
  const api = useApi()
  return useJobAction(({ job, maxCostUsd }: { job: Job; maxCostUsd?: number }) =>
    // One retry of an attempt is one, however often its button is pressed or its answer lost.
    api.retryJob(job.job_id, `retry-${job.job_id}-${job.attempt}-${maxCostUsd ?? ''}`, maxCostUsd),
  )
}

export function useContinueJob() {
  const api = useApi()
  return useJobAction(({ job }: { job: Job }) =>
    api.continueJob(job.job_id, `continue-${job.job_id}-${job.attempt}-${job.current_step ?? ''}`),
  )
}

function useJobAction<Variables extends { job: Job }>(act: (variables: Variables) => Promise<Job>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: job => show(queries, job),
    // A refusal says that the job is not as it was shown. Nobody waits for the polls, which have a pace.
    onSettled: (_job, _error, { job }) => {
      void queries.invalidateQueries({ queryKey: JOBS })
      void queries.invalidateQueries({ queryKey: jobKey(job.job_id) })
    },
  })
}

/** Writes the job into all that is shown of it, so that nobody waits for the next poll. */
async function show(queries: QueryClient, job: Job): Promise<void> {
  // Answers that are under way may be older than this one.
  await Promise.all([
    queries.cancelQueries({ queryKey: JOBS }),
    queries.cancelQueries({ queryKey: jobKey(job.job_id) }),
  ])
  queries.setQueriesData<Polled<JobPage>>({ queryKey: JOBS }, page => page && replaced(page, job))
  queries.setQueryData<Polled<JobWithItems>>(
    jobKey(job.job_id),
    known => known && { ...known, data: { ...known.data, ...job } },
  )
}

function replaced(page: Polled<JobPage>, job: Job): Polled<JobPage> {
  const jobs = page.data.jobs.map(listed => (listed.job_id === job.job_id ? job : listed))
  return { ...page, data: { ...page.data, jobs } }
}
