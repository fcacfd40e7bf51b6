/** The shown page of jobs, followed as often as the server says while something on it moves. */
import { useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useApi } from '../api/context'
import type { Polled } from '../api/client'
import type { JobPage } from '../api/types'
import { JOBS, ORG_JOBS } from '../jobs/keys'
import { pollDelay } from '../jobs/polling'
import { beginning, isOfEnded, statusOf, type Shown } from './filters'

type Page = Polled<JobPage>

export function useJobs(shown: Shown) {
  useArrivals(shown)
  return useQuery(usePage(shown))
}

/** With the beginning of its span, which is the same for all pages of a search. */
export function useBeginning(shown: Shown): Shown {
  const { days, from } = shown
  const begun = useMemo(() => days && beginning(days), [days])
  return { ...shown, from: from ?? begun }
}

/** Of all lists of a filter. */
function listKey({ filter, scope }: Shown) {
  return [...(scope === 'org' ? ORG_JOBS : JOBS), filter]
}

function usePage(shown: Shown) {
  const api = useApi()
  const { filter, cursor, pipeline, q, from, scope } = shown
  const search = pipeline || q || from ? [pipeline ?? '', q ?? '', from ?? ''] : []
  return {
    queryKey: [...listKey(shown), cursor ?? '', ...search],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.jobs({ status: statusOf(filter), pipeline, q, since: from, scope, cursor }, signal),
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
    ...usePage({ filter: 'active', scope: shown.scope }),
    enabled: isOfEnded(shown.filter),
    select: idsOf,
  }).data
  const before = useRef(active)
  useEffect(() => {
    const hasEnded = active && before.current?.some(jobId => !active.includes(jobId))
    before.current = active
    if (hasEnded && isOfEnded(shown.filter)) {
      void queries.invalidateQueries({ queryKey: listKey(shown) })
    }
  }, [active, queries, shown])
}

function idsOf(page: Page): string[] {
  return page.data.jobs.map(job => job.job_id)
}
