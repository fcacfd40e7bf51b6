/** Following: which jobs go on, and which of them have just ended, from all that the page is told of jobs. */
import type { Job, JobPage } from '../api/types'

/** What has to be known of a job. */
export type Seen = Pick<
  Job,
  | 'job_id'
  | 'title'
  | 'pipeline'
  | 'status'
  | 'progress'
  | 'is_finished'
  | 'attempt'
  | 'last_event_id'
  | 'artifact'
  | 'result'
  | 'error'
>

export interface Following {
  /** Active ones, in the order in which they were first seen. */
  readonly active: ReadonlyMap<string, Seen>
  /** Of every job the newest state that was seen: answers may come in another order than they were given. */
  readonly newest: ReadonlyMap<string, Seen>
}

export const NOBODY: Following = { active: new Map(), newest: new Map() }

/** The same object if nothing has moved. `news`: jobs that ended, or wait for a person, since they were last seen. */
export function followed(
  before: Following,
  seen: readonly Seen[],
): { after: Following; news: readonly Seen[] } {
  const moved = seen.filter(job => isNewer(job, before.newest.get(job.job_id)))
  if (moved.length === 0) return { after: before, news: [] }
  const active = new Map(before.active)
  const newest = new Map(before.newest)
  const news: Seen[] = []
  for (const job of moved) {
    const known = newest.get(job.job_id)
    if (!isNewer(job, known)) continue // twice in one answer
    if (known && !known.is_finished && isNews(known, job)) news.push(job)
    newest.set(job.job_id, job)
    if (job.is_finished) active.delete(job.job_id)
    else active.set(job.job_id, job)
  }
  return { after: { active, newest }, news }
}

/** Ids of the jobs that go on as far as is known, and are not in an answer with all that go on. */
export function unaccounted({ active }: Following, all: JobPage): string[] {
  if (all.next_cursor !== null) return []
  const told = new Set(all.jobs.map(job => job.job_id))
  return [...active.keys()].filter(jobId => !told.has(jobId))
}

/** Of a job that is not kept any more. */
export function without(before: Following, jobId: string): Following {
  const active = new Map(before.active)
  return active.delete(jobId) ? { ...before, active } : before
}

/** Who has cancelled a job knows that it has ended. */
function isNews(known: Seen, job: Seen): boolean {
  return known.status !== job.status && ['completed', 'failed', 'waiting'].includes(job.status)
}

function isNewer(job: Seen, known: Seen | undefined): boolean {
  if (!known) return true
  if (job.attempt !== known.attempt) return job.attempt > known.attempt
  if (job.last_event_id !== known.last_event_id) return job.last_event_id > known.last_event_id
  // Progress moves without an event too; an end is never taken back within an attempt.
  return !known.is_finished && (job.status !== known.status || job.progress > known.progress)
}

/** What the tab says: percent of the one job that runs, or of the one that is furthest from its end. */
export function percentOf(active: Following['active']): number | null {
  const running = [...active.values()].filter(job => job.status === 'running')
  return running.length === 0 ? null : Math.min(...running.map(job => job.progress))
}
