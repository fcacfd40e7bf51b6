/** The jobs that export and erase everything of a person, followed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/context'
import { isTransient } from '../../api/errors'
import { ERASURE, eraseMe, EXPORT, exportMe, newest } from '../../api/rights'
import type { Job } from '../../api/types'
import { JOBS } from '../../jobs/keys'

type Kind = typeof EXPORT | typeof ERASURE

const rightKey = (kind: Kind) => ['rights', kind] as const

/** ms, while it goes on. */
const EVERY_MS = 2_000

export function useNewest(kind: Kind) {
  const api = useApi()
  return useQuery({
    queryKey: rightKey(kind),
    queryFn: ({ signal }) => newest(api, kind, signal),
    refetchInterval: ({ state }) => {
      if (state.error && !isTransient(state.error)) return false
      return state.data?.is_finished === false && EVERY_MS
    },
    refetchOnWindowFocus: true,
  })
}

export function useAsk(kind: Kind) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => (kind === EXPORT ? exportMe(api) : eraseMe(api)),
    onSuccess: async (job: Job) => {
      // An answer that is under way may be older than this one.
      await queries.cancelQueries({ queryKey: rightKey(kind) })
      queries.setQueryData(rightKey(kind), job)
      void queries.invalidateQueries({ queryKey: JOBS })
    },
  })
}
