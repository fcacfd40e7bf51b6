/** Standing: how far a batch is as a whole, and what came out of it. */
import type { Batch, BatchCounts } from '../api/batches'
import type { Cell } from '../components/csv'
import { batches as t } from '../texts/batches'

export interface Share {
  readonly name: keyof BatchCounts | 'due'
  readonly count: number
  /** Percent of all places. */
  readonly percent: number
}

const ENDED = ['completed', 'failed', 'cancelled', 'refused', 'gone'] as const
const ORDER = [...ENDED, 'running', 'waiting', 'pending'] as const

/** In the order of the bar, from what has ended to what has not begun; `due` are places that count nowhere yet. */
export function sharesOf({ counts, jobs_total: total }: Pick<Batch, 'counts' | 'jobs_total'>): Share[] {
  const known = ORDER.map(name => ({ name, count: counts[name] }))
  const counted = known.reduce((sum, { count }) => sum + count, 0)
  return [...known, { name: 'due' as const, count: Math.max(0, total - counted) }]
    .filter(({ count }) => count > 0)
    .map(share => ({ ...share, percent: (100 * share.count) / Math.max(1, total) }))
}

export function endedOf({ counts }: Pick<Batch, 'counts'>): number {
  return ENDED.reduce((sum, name) => sum + counts[name], 0)
}

export function unfinishedOf(batch: Pick<Batch, 'counts' | 'jobs_total'>): number {
  return Math.max(0, batch.jobs_total - endedOf(batch))
}

/** What came out of each place, in the order of the request, with a header. */
export function tableOf(batch: Batch): Cell[][] {
  const started = batch.jobs.map((job): [number, Cell[]] => {
    const place = batch.places.get(job.job_id) ?? 0
    const made = Object.values(job.artifact ?? {})[0]
    const { model_calls, cost_usd } = job.usage
    return [
      place,
      [
        ...[place, job.status, job.title, job.pipeline, job.job_id, made, job.error?.message],
        ...[model_calls, cost_usd, job.created_at, job.started_at, job.completed_at],
      ],
    ]
  })
  const refused = batch.refused.map(({ place, error }): [number, Cell[]] => {
    const row: Cell[] = Array.from(t.columns, () => null)
    row[0] = place
    row[1] = 'refused'
    row[6] = error.message
    return [place, row]
  })
  const rows = [...started, ...refused].sort(([one], [other]) => one - other)
  return [[...t.columns], ...rows.map(([, row]) => row)]
}
