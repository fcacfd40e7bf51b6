/** One job, followed as often as the server says, until it has ended. */
import { useQuery, type Query } from '@tanstack/react-query'
import { useApi } from '../api/context'
import type { Polled } from '../api/client'
import type { JobWithItems } from '../api/types'
import { jobKey } from './keys'
import { pollDelay } from './polling'

/** `isWanted`: false asks for nothing. */
export function useJob(jobId: string, isWanted = true) {
  const api = useApi()
  return useQuery({
    queryKey: jobKey(jobId),
    enabled: isWanted,
    queryFn: ({ signal }) => api.job(jobId, signal),
    refetchInterval: (query: Query<Polled<JobWithItems>>) => pollDelay(query.state),
    // An ended job does not change by itself; a retry writes its answer into the cache.
    staleTime: query => (query.state.data?.data.is_finished ? Infinity : 0),
  })
}
