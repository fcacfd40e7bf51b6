/** Quoted: what a job would take, in words. */
import type { Quote } from '../api/types'
import { count, usd } from '../progress/format'
import { texts } from '../texts'

const t = texts.create.quote

type Range = Quote['duration_ms']

/** "About 2–4 min, $0.20–$0.35, 14–16 model calls"; of a pipeline without a forecast, its bounds. */
export function quoted({ model_calls, cost_usd, duration_ms, based_on }: Quote): string {
  const isBound = based_on === 'limits'
  const told = (range: Range) => (isBound ? { low: range.high, high: range.high } : range)
  const calls = t.calls(between(told(model_calls), count), model_calls.high)
  const cost = cost_usd && between(told(cost_usd), usd)
  return (isBound ? t.most : t.about)(time(told(duration_ms)), cost, calls)
}

const MINUTE_MS = 60_000
/** From so many minutes on, hours are told. */
const LONG_MIN = 90

/** In whole minutes, or hours: seconds would promise what no forecast holds. */
function time({ low, high }: Range): string {
  if (high < MINUTE_MS) return t.shortest
  const isLong = high >= LONG_MIN * MINUTE_MS
  const unit = isLong ? 60 * MINUTE_MS : MINUTE_MS
  const whole = between({ low: low / unit, high: high / unit }, value =>
    count(Math.max(1, Math.round(value))),
  )
  return isLong ? t.hours(whole) : t.minutes(whole)
}

/** One amount where both read alike. */
function between({ low, high }: Range, shown: (value: number) => string): string {
  return shown(low) === shown(high) ? shown(low) : `${shown(low)}–${shown(high)}`
}
