/** Message: what a job says of itself now, with times as this machine's clock shows them. */
import type { Job } from '../api/types'
import { texts } from '../texts'

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

export function messageOf(job: Pick<Job, 'message' | 'waits_until'>): string {
  if (job.waits_until === null) return job.message
  return texts.progress.limited(CLOCK.format(new Date(job.waits_until)))
}
