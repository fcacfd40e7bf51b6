/** Amounts: how far a job is, how long it took and what it used, as people read it. */
import type { Job } from '../api/types'
import { wordsOf } from '../jobs/pipelines'
import { usd } from '../progress/format'
import { texts } from '../texts'

const NUMBER = new Intl.NumberFormat('en')
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** "3/5 projects": of the step that is running, otherwise of the first that has items; null without any. */
export function counted(job: Pick<Job, 'pipeline' | 'steps' | 'current_step'>): string | null {
  const steps = job.steps.filter(step => step.items_total)
  const step = steps.find(({ name }) => name === job.current_step) ?? steps[0]
  if (!step?.items_total) return null
  const words = wordsOf(job.pipeline).nouns[step.name] ?? texts.queue.anyItems
  return texts.queue.counted(
    step.items_completed ?? 0,
    step.items_total,
    words[step.items_total === 1 ? 0 : 1],
  )
}

/** ms that a job has run or ran; null while it waits for its first worker. */
export function elapsed(job: Pick<Job, 'started_at' | 'completed_at'>, now: number): number | null {
  if (job.started_at === null) return null
  const end = job.completed_at === null ? now : Date.parse(job.completed_at)
  // The clock of this machine may be behind that of the service.
  return Math.max(0, end - Date.parse(job.started_at))
}

export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const time = texts.queue.took
  if (seconds < 1) return time.instant
  if (minutes < 1) return time.seconds(seconds)
  if (minutes < 60) return time.minutes(minutes, seconds % 60)
  return time.hours(Math.floor(minutes / 60), minutes % 60)
}

/** The time of today, the day of any other. */
export function moment(time: string, now: number): string {
  const then = new Date(time)
  const isToday = then.toDateString() === new Date(now).toDateString()
  return isToday ? CLOCK.format(then) : `${DAY.format(then)}, ${CLOCK.format(then)}`
}

export function exactly(time: string): string {
  return EXACT.format(new Date(time))
}

/** "12 model calls, 84,210 tokens, $0.12, up to $0.66 for 2 broken off"; without the cost where a price is
 * not known. */
export function used(usage: Job['usage']): string {
  if (!usage.model_calls && !usage.aborted_calls && !usage.reused_calls) return texts.queue.noCalls
  const tokens = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens + usage.output_tokens
  const parts = [texts.queue.calls(usage.model_calls), texts.queue.tokens(NUMBER.format(tokens))]
  if (usage.cost_usd !== null) parts.push(usd(usage.cost_usd))
  if (usage.reused_calls) parts.push(texts.queue.reused(usage.reused_calls))
  if (usage.aborted_calls) parts.push(brokenOff(usage))
  return parts.join(', ')
}

/** What calls can have cost at most whose bill nobody told. */
export function brokenOff({ aborted_calls, uncertain_cost_usd }: Job['usage']): string {
  const most = uncertain_cost_usd === null ? null : usd(uncertain_cost_usd)
  return texts.queue.brokenOff(aborted_calls, most)
}
