/** Message: what a job says of itself now, with times as this machine's clock shows them. */
import type { Job } from '../api/types'
import { texts } from '../texts'

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

type Told = Pick<Job, 'message' | 'queue' | 'waits_until' | 'waiting_for'>

export function messageOf(job: Told): string {
  if (job.waits_until !== null) return texts.progress.limited(CLOCK.format(new Date(job.waits_until)))
  if (job.queue && job.waiting_for === 'turn') return placeOf(job.queue)
  return job.message
}

/** Where a job waits for its turn, and until about when. */
function placeOf({ position, expected_start_at: start }: NonNullable<Job['queue']>): string {
  return texts.progress.turn(position, start === null ? null : CLOCK.format(new Date(start)))
}
