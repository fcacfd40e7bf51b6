import { expect, test } from 'vitest'
import type { Quote } from '../../src/api/types'
import { quoted } from '../../src/create/quoted'

const MIN = 60_000

const QUOTE: Quote = {
  model_calls: { low: 14, high: 16 },
  cost_usd: { low: 0.2, high: 0.35 },
  duration_ms: { low: 125_000, high: 240_000 },
  based_on: 'token_counts',
}

test.each<[Partial<Quote>, string]>([
  [{}, 'About 2–4 min, $0.20–$0.35, 14–16 model calls'],
  [
    { model_calls: { low: 1, high: 1 }, cost_usd: { low: 0.301, high: 0.302 } },
    'About 2–4 min, $0.30, 1 model call',
  ],
  [
    { cost_usd: null, duration_ms: { low: 100, high: 900 } },
    'About a minute, at a price that is not known, 14–16 model calls',
  ],
  [{ duration_ms: { low: 10_000, high: 85_000 } }, 'About 1 min, $0.20–$0.35, 14–16 model calls'],
  [{ duration_ms: { low: 20 * MIN, high: 89 * MIN } }, 'About 20–89 min, $0.20–$0.35, 14–16 model calls'],
  [{ duration_ms: { low: 20 * MIN, high: 170 * MIN } }, 'About 1–3 h, $0.20–$0.35, 14–16 model calls'],
  [{ based_on: 'limits' }, 'At most 4 min, $0.35, 16 model calls'],
])('%o', (members, text) => {
  expect(quoted({ ...QUOTE, ...members })).toBe(text)
})
