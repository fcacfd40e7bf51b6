/** Numbers as people read them. */
import { texts } from '../texts'

const t = texts.progress

/** Time left, in coarser steps the longer it is: nobody believes an estimate that jumps by seconds. */
export function timeLeft(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 5) return t.left.moment
  if (seconds < 60) return t.left.seconds(Math.ceil(seconds / 5) * 5)
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? t.left.minutes(minutes) : t.left.hours(Math.round(minutes / 60))
}

/** How long something took. */
export function duration(ms: number): string {
  if (ms < 1_000) return t.took.instant
  if (ms < 10_000) return t.took.seconds((ms / 1000).toFixed(1))
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return t.took.seconds(String(seconds))
  return t.took.minutes(Math.floor(seconds / 60), seconds % 60)
}

const NUMBER = new Intl.NumberFormat('en')

export function count(value: number): string {
  return NUMBER.format(value)
}

/** USD, to the cent; below ten cents to two significant digits. */
export function usd(value: number): string {
  if (value === 0) return '$0'
  if (value < 0.0001) return '<$0.0001'
  return value < 0.1 ? `$${Number(value.toPrecision(2))}` : `$${value.toFixed(2)}`
}
