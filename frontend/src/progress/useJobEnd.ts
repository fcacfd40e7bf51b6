/** The end of a job, told once for each of its attempts. */
import { useEffect, useEffectEvent, useRef } from 'react'
import type { JobWithItems } from '../api/types'

/** `wasWatched`: it ended before our eyes, and had not long ended when it was first looked at. */
export function useJobEnd(
  job: JobWithItems | undefined,
  onEnd: (job: JobWithItems, wasWatched: boolean) => void,
): void {
  const seen = useRef<{ running: number; ended: number }>({ running: 0, ended: 0 })
  const tell = useEffectEvent(onEnd)
  useEffect(() => {
    if (!job) return
    if (!job.is_finished) {
      seen.current.running = job.attempt
    } else if (seen.current.ended !== job.attempt) {
      seen.current.ended = job.attempt
      tell(job, seen.current.running === job.attempt)
    }
  }, [job])
}
