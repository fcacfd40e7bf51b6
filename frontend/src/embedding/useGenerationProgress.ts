/** useGenerationProgress: a job as it goes, for a host that shows it in its own way. */
import { useMemo } from 'react'
import { useCancelJob, useContinueJob, useRetryJob } from '../jobs/actions'
import { useWatchedJob } from '../progress/useWatchedJob'
import type { GenerationCallbacks, GenerationProgress } from './types'
import { useCallbacks } from './useCallbacks'
import { refusal, view } from './view'

/** Needs a GenerationProvider above it. However many follow one job, it is asked for at one pace. */
export function useGenerationProgress(
  jobId: string,
  callbacks: GenerationCallbacks = {},
): GenerationProgress {
  const watched = useWatchedJob(jobId)
  useCallbacks(watched, callbacks)
  const { job, texts, connection, error } = watched
  const { mutateAsync: cancel } = useCancelJob()
  const { mutateAsync: retry } = useRetryJob()
  const { mutateAsync: proceed } = useContinueJob()
  const shown = useMemo(() => (job ? view(job, texts) : null), [job, texts])
  return {
    job: shown,
    connection,
    error: error && refusal(error),
    cancel: async () => {
      if (job) await cancel({ job })
    },
    retry: async ({ maxCostUsd } = {}) => {
      if (job) await retry(maxCostUsd === undefined ? { job } : { job, maxCostUsd })
    },
    proceed: async () => {
      if (job) await proceed({ job })
    },
  }
}
