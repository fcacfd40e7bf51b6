/** Quoted: what a job would take, in words. */
import type { Quote } from '../api/types'
import { duration } from '../queue/amounts'
import { count, usd } from '../progress/format'
import { texts } from '../texts'

const t = texts.create.quote

/** "About 14–16 model calls, $0.20–$0.35, 2 min 5 s–4 min 0 s"; of a pipeline without a forecast, its bounds. */
export function quoted({ model_calls, cost_usd, duration_ms, based_on }: Quote): string {
  if (based_on === 'limits') {
    const cost = cost_usd && usd(cost_usd.high)
    return t.most(t.calls(count(model_calls.high), model_calls.high), cost, duration(duration_ms.high))
  }
  return t.about(
    t.calls(range(model_calls, count), model_calls.high),
    cost_usd && range(cost_usd, usd),
    range(duration_ms, duration),
  )
}

/** One amount where both read alike. */
function range({ low, high }: { low: number; high: number }, shown: (value: number) => string): string {
  return shown(low) === shown(high) ? shown(low) : `${shown(low)}–${shown(high)}`
}
