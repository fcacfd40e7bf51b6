/** What a person can do to a job: cancel it, let it go on. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Polled } from '../api/client'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import type { Job, JobWithItems } from '../api/types'
import { jobKey, JOBS } from '../jobs/keys'

export function useJobActions(job: Job) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = jobKey(job.job_id)

  const changed = {
    // An answer that is under way is older than what we are about to do.
    onMutate: () => queries.cancelQueries({ queryKey }),
    onSuccess: (after: Job) => {
      queries.setQueryData<Polled<JobWithItems>>(
        queryKey,
        before => before && { ...before, data: { ...before.data, ...after } },
      )
    },
    // Its items are in no answer but the poll's; also where another tab was quicker than we.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey })
      void queries.invalidateQueries({ queryKey: JOBS })
    },
  }
  // The keys name the state that they change: a second click, or one in another tab, is the same request.
  const state = `${job.job_id}/${job.attempt}/${job.current_step ?? ''}`
  return {
    cancel: useMutation({ mutationFn: () => api.cancelJob(job.job_id), ...changed }),
    retry: useMutation({
      mutationFn: (maxCostUsd?: number) =>
        api.retryJob(job.job_id, `retry/${state}/${maxCostUsd ?? ''}`, maxCostUsd),
      ...changed,
    }),
    proceed: useMutation({
      mutationFn: () => api.continueJob(job.job_id, `continue/${state}`),
      ...changed,
    }),
  }
}

/** Refusals that mean that somebody else, or the job itself, was quicker: the next poll shows it. */
const OVERTAKEN = ['job-already-finished', 'job-not-resumable', 'job-not-waiting']

export function worthTelling(error: Error | null): Error | null {
  return error instanceof ApiProblem && OVERTAKEN.includes(error.code) ? null : error
}
