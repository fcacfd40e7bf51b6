/** Amounts: numbers with their units, as a person reads them. */
import type { Prescription } from './volume'

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

export function number(value: number): string {
  return NUMBER.format(value)
}

/** `3 × 6`, `3 × 20 s`, `25 min`: sets and repetitions, or how long where time counts. */
export function setsAndRepetitions(exercise: Prescription): string {
  const { sets, repetitions, duration_s } = exercise
  if (duration_s === undefined || duration_s === null) return `${sets} × ${repetitions}`
  const lasting = duration(duration_s)
  const each = repetitions === 1 ? lasting : `${repetitions} × ${lasting}`
  return sets === 1 ? each : `${sets} × ${each}`
}

/** `90 s`, `3 min`, `2:30 min`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  const rest = seconds % 60
  return rest === 0
    ? `${seconds / 60} min`
    : `${Math.floor(seconds / 60)}:${String(rest).padStart(2, '0')} min`
}

/** Names of the contract as words: `pull_up_bar`, `rule_based`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ')
}

export function sentence(name: string): string {
  const text = words(name)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

export function date(timestamp: string): string {
  return DATE.format(new Date(timestamp))
}
