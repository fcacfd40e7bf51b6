/** The overview of the deployment, and what changes it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { overview, pause, resume, type Target } from '../api/operations'
import { isTransient } from '../api/errors'
import type { Overview, Pauses } from '../api/types'

const OVERVIEW = ['overview'] as const
export const AUDIT = ['audit'] as const

/** ms. The service looks at up to 2,000 jobs for one answer. */
const EVERY_MS = 10_000

export function useOverview() {
  const api = useApi()
  return useQuery({
    queryKey: OVERVIEW,
    queryFn: ({ signal }) => overview(api, signal),
    // Who has not the role does not get it by asking again.
    refetchInterval: ({ state }) => (state.error && !isTransient(state.error) ? false : EVERY_MS),
    refetchOnWindowFocus: true,
  })
}

export function usePause() {
  const api = useApi()
  const show = useShownPauses()
  return useMutation({
    mutationFn: ({ target, reason }: { target: Target; reason: string }) => pause(api, target, reason),
    onSuccess: show,
  })
}

export function useResume() {
  const api = useApi()
  const show = useShownPauses()
  return useMutation({ mutationFn: (target: Target) => resume(api, target), onSuccess: show })
}

/** What is paused is known from the answer; how the jobs stand is asked for. */
function useShownPauses() {
  const queries = useQueryClient()
  return async ({ paused }: Pauses) => {
    await queries.cancelQueries({ queryKey: OVERVIEW })
    queries.setQueryData<Overview>(OVERVIEW, known => known && { ...known, paused })
    void queries.invalidateQueries({ queryKey: OVERVIEW })
    void queries.invalidateQueries({ queryKey: AUDIT })
  }
}
