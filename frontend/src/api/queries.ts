import { QueryClient } from '@tanstack/react-query'
import { backoff } from '../jobs/polling'
import { isTransient } from './errors'

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What one types a wrong id for is not asked for three times.
        retry: (failures, error) => isTransient(error) && failures < 3,
        retryDelay: failures => backoff(failures + 1),
        staleTime: 5_000,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  })
}
