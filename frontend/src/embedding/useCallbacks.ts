/** The host's callbacks: each end of a job is told once. */
import { useEffect, useEffectEvent } from 'react'
import { useJobEnd } from '../progress/useJobEnd'
import type { WatchedJob } from '../progress/useWatchedJob'
import type { GenerationCallbacks } from './types'
import { refusal, view } from './view'

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
