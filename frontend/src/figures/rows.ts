/** Rows: the figures of an answer as a file for spreadsheets, with all that the service told. */
import type { FigureRow } from '../api/figures'
import type { Cell } from '../components/csv'
import type { By } from './asked'

export function fileRows(rows: readonly FigureRow[], by: By): Cell[][] {
  const codes = [...new Set(rows.flatMap(row => Object.keys(row.failures_by_code)))].sort()
  const columns = Object.entries(COLUMNS)
  return [
    [by, ...columns.map(([name]) => name), ...codes.map(code => `failed:${code}`)],
    ...rows.map(row => [
      row.key,
      ...columns.map(([, of]) => of(row)),
      ...codes.map(code => row.failures_by_code[code] ?? 0),
    ]),
  ]
}

const COLUMNS: Readonly<Record<string, (row: FigureRow) => Cell>> = {
  started: row => row.jobs.started,
  completed: row => row.jobs.completed,
  failed: row => row.jobs.failed,
  cancelled: row => row.jobs.cancelled,
  duration_ms_p50: row => row.duration_ms.p50,
  duration_ms_p95: row => row.duration_ms.p95,
  duration_ms_p99: row => row.duration_ms.p99,
  queue_ms_p50: row => row.queue_ms.p50,
  queue_ms_p95: row => row.queue_ms.p95,
  model_calls: row => row.model_calls,
  aborted_calls: row => row.aborted_calls,
  reused_calls: row => row.reused_calls,
  rate_limited: row => row.rate_limited,
  input_tokens: row => row.tokens?.input,
  output_tokens: row => row.tokens?.output,
  cache_read_tokens: row => row.tokens?.cache_read,
  cache_write_tokens: row => row.tokens?.cache_write,
  cost_usd: row => row.cost_usd,
}
