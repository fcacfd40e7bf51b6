import { QueryClient } from '@tanstack/react-query'
import { backoff } from '../jobs/polling'
import { ApiProblem, isTransient } from './errors'

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // An answer such as 404 stays the same however often it is asked for.
        retry: (failures, error) => isTransient(error) && failures < 3,
        retryDelay: failures => backoff(failures + 1),
        staleTime: 5_000,
        refetchOnWindowFocus: false,
      },
      // Nothing was done where the throttle refused; after 1, 2 and 4 s, as the library's own delays are.
      mutations: {
        retry: (failures, error) => error instanceof ApiProblem && error.isThrottled && failures < 3,
      },
    },
  })
}
