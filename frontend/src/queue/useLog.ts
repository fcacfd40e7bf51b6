/** A job's log, read on from where it was, until the job has ended. */
import { keepPreviousData, useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useApi } from '../api/context'
import type { Polled } from '../api/client'
import type { Job, LogEntry, Logs } from '../api/types'
import { logsKey } from '../jobs/keys'
import { pollDelay } from '../jobs/polling'

export interface Log {
  readonly entries: readonly LogEntry[]
  readonly last: number
  readonly isFinished: boolean
}

const NOTHING: Polled<Log> = {
  data: { entries: [], last: 0, isFinished: false },
  retryAfterMs: null,
}

export function useLog(job: Job) {
  const api = useApi()
  const queries = useQueryClient()
  // The log of an attempt ends with it; a retry writes on.
  const queryKey = [...logsKey(job.job_id), job.attempt]
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = queries.getQueryData<Polled<Log>>(queryKey) ?? NOTHING
      return withMore(known, await api.logs(job.job_id, known.data.last, signal))
    },
    refetchInterval: (query: Query<Polled<Log>>) => pollDelay(query.state),
    staleTime: query => (query.state.data?.data.isFinished ? Infinity : 0),
    placeholderData: keepPreviousData,
  })
}

/** Nothing new gives the same object back, so that nothing is drawn anew. */
export function withMore(known: Polled<Log>, answer: Polled<Logs>): Polled<Log> {
  const { logs, last_log_id, is_finished } = answer.data
  const isSame = logs.length === 0 && known.data.isFinished === is_finished && known !== NOTHING
  if (isSame && known.retryAfterMs === answer.retryAfterMs) return known
  const data = isSame
    ? known.data
    : { entries: [...known.data.entries, ...logs], last: last_log_id, isFinished: is_finished }
  return { data, retryAfterMs: answer.retryAfterMs }
}
