/** useGenerationProgress: a job as it goes, for a host that shows it in its own way. */
import { useEffect, useEffectEvent, useMemo } from 'react'
import { useCancelJob, useContinueJob, useRetryJob } from '../jobs/actions'
import { useJobEnd } from '../progress/useJobEnd'
import { useWatchedJob, type WatchedJob } from '../progress/useWatchedJob'
import type { GenerationCallbacks, GenerationProgress } from './types'
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

export function useCallbacks({ job, texts, error }: WatchedJob, callbacks: GenerationCallbacks): void {
  useJobEnd(job, ended => {
    const shown = view(ended, texts)
    if (ended.status === 'completed') callbacks.onComplete?.(shown)
    if (ended.status === 'cancelled') callbacks.onCancelled?.(shown)
    if (ended.status === 'failed' && shown.error) callbacks.onError?.(shown.error, shown)
  })
  const tell = useEffectEvent((refused: Error) => {
    callbacks.onError?.(refusal(refused), job ? view(job, texts) : null)
  })
  useEffect(() => {
    if (error) tell(error)
  }, [error])
}
