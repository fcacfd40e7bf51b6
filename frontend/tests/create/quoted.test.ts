import { expect, test } from 'vitest'
import type { Quote } from '../../src/api/types'
import { quoted } from '../../src/create/quoted'

const QUOTE: Quote = {
  model_calls: { low: 14, high: 16 },
  cost_usd: { low: 0.2, high: 0.35 },
  duration_ms: { low: 125_000, high: 240_000 },
  based_on: 'token_counts',
}

test.each<[Partial<Quote>, string]>([
  [{}, 'About 14–16 model calls, $0.20–$0.35, 2 min 5 s–4 min 0 s'],
  [
    { model_calls: { low: 1, high: 1 }, cost_usd: { low: 0.301, high: 0.302 } },
    'About 1 model call, $0.30, 2 min 5 s–4 min 0 s',
  ],
  [
    { cost_usd: null, duration_ms: { low: 100, high: 900 } },
    'About 14–16 model calls, at a price that is not known, <1 s',
  ],
  [{ based_on: 'limits' }, 'At most 16 model calls, $0.35, 4 min 0 s'],
])('%o', (members, text) => {
  expect(quoted({ ...QUOTE, ...members })).toBe(text)
})
