/** useFollowing: how many jobs go on, told in the tab; and a word for each that ends while one looks elsewhere. */
import { useDocumentVisibility } from '@mantine/hooks'
import { hashKey, useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Polled } from '../api/client'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import type { Job, JobPage } from '../api/types'
import { setTitlePrefix } from '../components/PageTitle'
import {
  followed,
  NOBODY,
  percentOf,
  unaccounted,
  without,
  type Following,
  type Seen,
} from '../jobs/following'
import { jobKey, JOBS, ORG_JOBS } from '../jobs/keys'
import { texts } from '../texts'

/** ms. Slower than the views that show jobs: here one only has to learn that one has ended. */
const EVERY_MS = 5_000
/** ms, in a tab that nobody sees: its title is seen. */
const HIDDEN_MS = 15_000

/** The jobs that go on. What ends drops out of it, and is asked for by itself. */
const ACTIVE = [...JOBS, 'active', ''] as const
const ACTIVE_HASH = hashKey(ACTIVE)

export function useFollowing(tell: (job: Seen) => void): { count: number; hasMore: boolean } {
  const api = useApi()
  const following = useRef<Following>(NOBODY)
  const [active, setActive] = useState(NOBODY.active)
  const [ended, setEnded] = useState('')
  const isHidden = useDocumentVisibility() === 'hidden'
  const queries = useQueryClient()

  const follow = (after: Following) => {
    following.current = after
    setActive(after.active)
  }
  /** The answer is seen like every other one; without one, the next list asks again. */
  const ask = (jobId: string) => {
    queries
      .query({ queryKey: jobKey(jobId), staleTime: 0, queryFn: ({ signal }) => api.job(jobId, signal) })
      .catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) follow(without(following.current, jobId))
      })
  }
  const look = useEffectEvent((query: Query, isAnswer: boolean) => {
    const { after, news } = followed(following.current, jobsIn(query))
    if (after !== following.current) follow(after)
    for (const job of news) tell(job)
    const last = news.at(-1)
    if (last && isHidden) setEnded(markOf(last))
    // What this page has written into the list is not all that goes on.
    if (isAnswer && query.queryHash === ACTIVE_HASH) {
      unaccounted(following.current, (query.state.data as Polled<JobPage>).data).forEach(ask)
    }
  })
  useEffect(
    () =>
      queries.getQueryCache().subscribe(event => {
        if (event.type !== 'updated' || event.action.type !== 'success') return
        look(event.query as Query, event.action.manual !== true)
      }),
    [queries],
  )

  const hasMore = useActiveJobs(active.size > 0, isHidden)
  const percent = percentOf(active)
  // Seen again: what has ended is told by the page itself.
  if (!isHidden && ended !== '') setEnded('')
  useEffect(() => {
    setTitlePrefix(ended || (percent === null ? '' : texts.progress.percent(percent)))
    return () => setTitlePrefix('')
  }, [ended, percent])
  return { count: active.size, hasMore }
}

/** Before the title of a tab that nobody looks at. */
function markOf({ status }: Seen): string {
  const { done, waits, other } = texts.shell.ended
  return status === 'completed' ? done : status === 'waiting' ? waits : other
}

/** Whether there are more than one answer holds. */
function useActiveJobs(areThere: boolean, isHidden: boolean): boolean {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ACTIVE,
    queryFn: ({ signal }) => api.jobs({ status: 'active' }, signal),
    refetchInterval: areThere && (isHidden ? HIDDEN_MS : EVERY_MS),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: true,
    // Nobody has asked for it: the next one is soon enough.
    retry: false,
  })
  return (data?.data.next_cursor ?? null) !== null
}

function jobsIn({ queryKey: [kind, jobId], state }: Query): readonly Job[] {
  // Whose job of an organization ends is not told to everybody who may see it.
  if (kind === JOBS[0]) return jobId === ORG_JOBS[1] ? [] : (state.data as Polled<JobPage>).data.jobs
  if (kind === jobKey('')[0] && typeof jobId === 'string') return [(state.data as Polled<Job>).data]
  return []
}
