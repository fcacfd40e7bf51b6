/** News: what a screen reader says when jobs have moved. */
import type { Job } from '../api/types'
import { JOB_STATUS } from '../jobs/status'
import { texts } from '../texts'

/** Only of jobs that were shown before: another page or filter is no news. */
export function newsBetween(before: readonly Job[], after: readonly Job[]): string {
  const known = new Map(before.map(job => [job.job_id, job.status]))
  return after
    .filter(job => known.has(job.job_id) && known.get(job.job_id) !== job.status)
    .map(job => texts.queue.told.now(job.title, JOB_STATUS[job.status].label))
    .join('. ')
}
