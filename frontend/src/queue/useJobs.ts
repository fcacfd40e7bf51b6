/** The shown page of jobs, followed as often as the server says while something on it moves. */
import { useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useApi } from '../api/context'
import type { Polled } from '../api/client'
import type { JobPage } from '../api/types'
import { JOBS } from '../jobs/keys'
import { pollDelay } from '../jobs/polling'
import { isOfEnded, isSearch, statusOf, type Shown } from './filters'

type Page = Polled<JobPage>

export function useJobs(shown: Shown) {
  useArrivals(shown)
  return useQuery(usePage(shown))
}

/** Jobs that are looked through at once: the most that one answer may hold. */
const SEARCHED = 100

function usePage(shown: Shown) {
  const api = useApi()
  const { filter, cursor, pipeline } = shown
  const limit = isSearch(shown) ? SEARCHED : undefined
  return {
    queryKey: [...JOBS, filter, cursor ?? '', ...(pipeline || limit ? [pipeline ?? '', limit ?? ''] : [])],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.jobs({ status: statusOf(filter), pipeline, cursor, limit }, signal),
    refetchInterval: (query: Query<Page>) => pollDelay(query.state),
    // Who comes back, to the view or to the tab, sees at once what has happened meanwhile.
    staleTime: 0,
    refetchOnWindowFocus: true,
  }
}

/**
 * In a list of ended jobs nothing moves by itself, so it is never polled: what is active is followed
 * instead, and the list asked for again when a job has ended.
 */
function useArrivals(shown: Shown): void {
  const queries = useQueryClient()
  const active = useQuery({
    ...usePage({ filter: 'active' }),
    enabled: isOfEnded(shown.filter),
    select: idsOf,
  }).data
  const before = useRef(active)
  useEffect(() => {
    const hasEnded = active && before.current?.some(jobId => !active.includes(jobId))
    before.current = active
    if (hasEnded && isOfEnded(shown.filter)) {
      void queries.invalidateQueries({ queryKey: [...JOBS, shown.filter] })
    }
  }, [active, queries, shown.filter])
}

function idsOf(page: Page): string[] {
  return page.data.jobs.map(job => job.job_id)
}
