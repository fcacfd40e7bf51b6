/** Figures as the API shows them, for tests. */
import type { FigureAmounts, FigureRow, Figures } from '../../src/api/figures'

export function row(key: string, members: Partial<FigureRow> = {}): FigureRow {
  return {
    key,
    ...AMOUNTS,
    ...members,
  }
}

export function answer(rows: readonly FigureRow[], total: Partial<FigureAmounts> = {}): Figures {
  return {
    rows: [...rows],
    total: { ...AMOUNTS, ...total },
    first_day: '2026-11-01',
    last_day: '2026-11-30',
    computed_at: '2026-11-28T11:59:00Z',
  }
}

const AMOUNTS: FigureAmounts = {
  jobs: { started: 10, completed: 8, failed: 1, cancelled: 1 },
  failures_by_code: { 'model-refused': 1 },
  duration_ms: { p50: 60_000, p95: 120_000, p99: 180_000 },
  queue_ms: { p50: 500, p95: 2_500 },
  model_calls: 80,
  aborted_calls: 2,
  reused_calls: 5,
  rate_limited: 3,
  tokens: { input: 1_000, output: 500, cache_read: 4_000, cache_write: 200 },
  cost_usd: 1.25,
}
