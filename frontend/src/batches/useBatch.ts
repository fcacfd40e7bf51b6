/** A batch, followed until all of it has ended, and what is done with the whole of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { batch, cancelBatch, retryBatch, startBatch, type BatchStarted } from '../api/batches'
import type { StartJob } from '../api/client'
import { useApi } from '../api/context'
import { StartKeys } from '../create/startKeys'
import { batchKey, EXAMS, JOBS, LIMITS } from '../jobs/keys'
import { pollDelay } from '../jobs/polling'

export const BATCHES = ['batches'] as const

/** Tries of one request: a start that found no time in one is started by the next. */
const MOST_TRIES = 5

export function useBatch(batchId: string) {
  const api = useApi()
  return useQuery({
    queryKey: batchKey(batchId),
    queryFn: ({ signal }) => batch(api, batchId, signal),
    refetchInterval: ({ state }) => pollDelay(state),
    staleTime: 0,
    refetchOnWindowFocus: true,
  })
}

export interface Starts {
  readonly name: string
  readonly starts: readonly StartJob[]
}

export function useStartBatch() {
  const api = useApi()
  const queries = useQueryClient()
  const keys = useRef<StartKeys>(null)
  return useMutation({
    mutationFn: async (asked: Starts) => {
      keys.current ??= new StartKeys()
      const key = keys.current.of(asked)
      let started = await startBatch(api, asked.name, asked.starts, key)
      for (let tries = 1; tries < MOST_TRIES && isCut(started); tries++) {
        started = await startBatch(api, asked.name, asked.starts, key)
      }
      return started
    },
    onSuccess: () =>
      Promise.all([JOBS, EXAMS, LIMITS, BATCHES].map(queryKey => queries.invalidateQueries({ queryKey }))),
  })
}

/** Whether the service had no time left for some of it. */
function isCut({ jobs }: BatchStarted): boolean {
  return jobs.some(place => 'problem' in place && place.problem.code === 'unavailable')
}

export function useCancelBatch(batchId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => cancelBatch(api, batchId),
    onSettled: () => queries.invalidateQueries({ queryKey: JOBS }),
  })
}

/** `standing` is what had failed: the same retry, however often it is pressed or its answer lost. */
export function useRetryBatch(batchId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (standing: string) => retryBatch(api, batchId, standing),
    onSettled: () => queries.invalidateQueries({ queryKey: JOBS }),
  })
}
