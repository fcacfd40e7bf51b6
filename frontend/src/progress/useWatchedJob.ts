/** One job as somebody watches it: its state, what its feed adds, and whether the line stands. */
import { onlineManager, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState, useSyncExternalStore } from 'react'
import type { Polled } from '../api/client'
import { useApi } from '../api/context'
import { isTransient } from '../api/errors'
import type { JobWithItems } from '../api/types'
import { eventsKey } from '../jobs/keys'
import { pollDelay } from '../jobs/polling'
import { useJob } from '../jobs/useJob'
import { fed, NOTHING_READ, withEvents, type Feeding } from './feed'
import type { Known } from './motion'

export type Connection = 'live' | 'reconnecting' | 'offline'

export interface WatchedJob {
  /** undefined until the first answer. */
  readonly job: JobWithItems | undefined
  readonly known: Known
  /** What is being written, by `itemKey`. */
  readonly texts: ReadonlyMap<string, string>
  readonly connection: Connection
  /** An error that another poll cannot mend. */
  readonly error: Error | null
  readonly reload: () => void
}

/** How many events before the newest one are read at first, so that a preview is there at once. */
const LOOK_BACK = 40

export function useWatchedJob(jobId: string): WatchedJob {
  const polled = useJob(jobId)
  const known = polled.data?.data
  const feed = useFeed(jobId, known)
  const isOnline = useSyncExternalStore(
    notify => onlineManager.subscribe(notify),
    () => onlineManager.isOnline(),
  )
  const read = feed.data?.data ?? NOTHING_READ
  const job = useMemo(() => known && withEvents(known, read.events), [known, read.events])
  const arrival = useArrival(known, polled.dataUpdatedAt)
  const bar = useMemo(() => pace(job, known, arrival), [job, known, arrival])
  const isFailing = [polled, feed].some(query => query.isError || query.failureCount > 0)
  return {
    job,
    known: bar,
    texts: read.texts,
    connection: !isOnline ? 'offline' : isFailing ? 'reconnecting' : 'live',
    error: polled.error && !(known && isTransient(polled.error)) ? polled.error : null,
    reload: () => void polled.refetch(),
  }
}

/** When these data came, not when a 304 last confirmed them: the estimate in them is as old as they are. */
function useArrival(data: unknown, updatedAt: number): number {
  const [arrival, setArrival] = useState({ data, at: updatedAt })
  if (arrival.data === data) return arrival.at
  setArrival({ data, at: updatedAt })
  return updatedAt
}

function pace(job: JobWithItems | undefined, polled: JobWithItems | undefined, at: number): Known {
  const progress = job?.progress ?? 0
  if (job?.status !== 'running' || !polled || polled.eta_ms === null) return { progress, estimate: null }
  return { progress, estimate: { progress: polled.progress, etaMs: polled.eta_ms, at } }
}

/** The feed, while something is being written: all else of it the job tells by itself. */
function useFeed(jobId: string, job: JobWithItems | undefined) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = eventsKey(jobId)
  const isWriting = !!job && !job.is_finished && job.items.some(item => item.status === 'running')
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Polled<Feeding>> => {
      const before = queries.getQueryData<Polled<Feeding>>(queryKey)?.data ?? NOTHING_READ
      const after = Math.max(before.lastEventId, (job?.last_event_id ?? 0) - LOOK_BACK, 0)
      const { data, retryAfterMs } = await api.events(jobId, after, signal)
      if (data.events.length === 0 && before.lastEventId === data.last_event_id) {
        return { data: before, retryAfterMs }
      }
      return { data: fed(before, data.events, data.last_event_id), retryAfterMs }
    },
    enabled: isWriting,
    refetchInterval: query => pollDelay(query.state),
    staleTime: 0,
    structuralSharing: false,
  })
}
