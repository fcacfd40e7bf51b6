/** Plots: from the rows of an answer to what is drawn and written. A plot and its table are made of the same numbers. */
import type { FigureAmounts, Figures } from '../api/figures'
import { wordsOf } from '../jobs/pipelines'
import { count, usd } from '../progress/format'
import { figures as t } from '../texts/figures'
import type { By } from './asked'

export type Unit = 'count' | 'usd' | 'seconds' | 'percent'

export interface Series {
  readonly name: string
  readonly label: string
  readonly unit: Unit
  /** `table`: a column of the table alone. */
  readonly kind: 'bar' | 'line' | 'table'
  /** A colour of the view. */
  readonly color: number
  /** Of the right axis. */
  readonly isRight?: boolean
}

export interface Point {
  readonly label: string
  /** By names of series; null where there is none. */
  readonly values: Readonly<Record<string, number | null>>
}

export interface Plot {
  readonly title: string
  /** What the first column holds. */
  readonly first: string
  readonly series: readonly Series[]
  readonly points: readonly Point[]
  /** Of all days; null where rows have none together. */
  readonly total: Point['values'] | null
  /** In words, for those who do not see it. */
  readonly said: string
}

type Answer = Pick<Figures, 'rows' | 'total'>

/** All plots that are about the rows as they were asked for. */
export function plotsOf(answer: Answer, by: By): Plot[] {
  // Of steps the service tells neither waits nor calls.
  const plots = by === 'step' ? [jobs, durations] : [jobs, durations, waits, tokens, calls]
  return plots.map(plot => plot(answer, by))
}

/** Whether anything was begun or ended in the days of the answer. */
export function isEmpty({ total: { jobs } }: Pick<Figures, 'total'>): boolean {
  return jobs.started + jobs.completed + jobs.failed + jobs.cancelled === 0
}

export function labelOf(key: string, by: By): string {
  if (key === '*') return t.others
  if (by === 'model' && key === 'none') return t.noModel
  if (key === '') return t.unnamed
  if (by === 'pipeline') return wordsOf(key).label
  if (by !== 'step') return key
  const [pipeline = '', step = ''] = key.split('/')
  return step === '' ? words(pipeline) : `${wordsOf(pipeline).label}: ${words(step)}`
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}

/** `first` is the column of the keys; rows and total are read by the same function. */
function plot(
  { rows, total }: Answer,
  by: By,
  title: string,
  said: string,
  series: readonly Series[],
  values: (amounts: FigureAmounts) => Point['values'],
): Plot {
  return {
    title,
    first: t.by[by],
    said,
    series,
    points: rows.map(row => ({ label: labelOf(row.key, by), values: values(row) })),
    // A job has several steps: what they have together is not what jobs have.
    total: by === 'step' ? null : values(total),
  }
}

function jobs(answer: Answer, by: By): Plot {
  const { title, started, completed, failed, cancelled, success } = t.jobs
  const ended = endedOf(answer.total)
  const done = answer.total.jobs.completed
  const said =
    ended === 0
      ? t.jobs.said0
      : t.jobs.said(count(done), count(ended), written((100 * done) / ended, 'percent'))
  const series: Series[] = [
    { name: 'started', label: started, unit: 'count', kind: 'table', color: 0 },
    { name: 'completed', label: completed, unit: 'count', kind: 'bar', color: 1 },
    { name: 'failed', label: failed, unit: 'count', kind: 'bar', color: 2 },
    { name: 'cancelled', label: cancelled, unit: 'count', kind: 'bar', color: 3 },
    { name: 'success', label: success, unit: 'percent', kind: 'line', color: 4, isRight: true },
  ]
  return plot(answer, by, title, said, series, amounts => ({
    started: amounts.jobs.started,
    completed: amounts.jobs.completed,
    failed: amounts.jobs.failed,
    cancelled: amounts.jobs.cancelled,
    success: endedOf(amounts) > 0 ? (100 * amounts.jobs.completed) / endedOf(amounts) : null,
  }))
}

function endedOf({ jobs }: FigureAmounts): number {
  return jobs.completed + jobs.failed + jobs.cancelled
}

function durations(answer: Answer, by: By): Plot {
  const { title, p50, p95, p99, unit } = t.durations
  const series: Series[] = [
    { name: 'p50', label: `${p50} ${unit}`, unit: 'seconds', kind: kindBy(by), color: 1 },
    { name: 'p95', label: `${p95} ${unit}`, unit: 'seconds', kind: kindBy(by), color: 3 },
    { name: 'p99', label: `${p99} ${unit}`, unit: 'seconds', kind: kindBy(by), color: 2 },
  ]
  return plot(answer, by, title, quantilesOf(answer.total.duration_ms), series, ({ duration_ms }) => ({
    p50: seconds(duration_ms.p50),
    p95: seconds(duration_ms.p95),
    p99: seconds(duration_ms.p99),
  }))
}

function waits(answer: Answer, by: By): Plot {
  const { p50, p95, unit } = t.durations
  const series: Series[] = [
    { name: 'p50', label: `${p50} ${unit}`, unit: 'seconds', kind: kindBy(by), color: 1 },
    { name: 'p95', label: `${p95} ${unit}`, unit: 'seconds', kind: kindBy(by), color: 3 },
  ]
  return plot(answer, by, t.queue.title, quantilesOf(answer.total.queue_ms), series, ({ queue_ms }) => ({
    p50: seconds(queue_ms.p50),
    p95: seconds(queue_ms.p95),
  }))
}

function tokens(answer: Answer, by: By): Plot {
  const { title, input, output, cached, kept, cost } = t.tokens
  const { tokens: all, cost_usd } = answer.total
  const spent = cost_usd === null ? t.tokens.unknown : usd(cost_usd)
  const said = t.tokens.said(
    count(all ? all.input + all.output + all.cache_read + all.cache_write : 0),
    spent,
  )
  const series: Series[] = [
    { name: 'input', label: input, unit: 'count', kind: 'bar', color: 1 },
    { name: 'cache_read', label: cached, unit: 'count', kind: 'bar', color: 5 },
    { name: 'cache_write', label: kept, unit: 'count', kind: 'bar', color: 6 },
    { name: 'output', label: output, unit: 'count', kind: 'bar', color: 3 },
    { name: 'cost', label: cost, unit: 'usd', kind: 'line', color: 4, isRight: true },
  ]
  return plot(answer, by, title, said, series, ({ tokens, cost_usd }) => ({ ...tokens, cost: cost_usd }))
}

function calls(answer: Answer, by: By): Plot {
  const { title, answered, aborted, limited, reused } = t.calls
  const { model_calls, aborted_calls, rate_limited } = answer.total
  const said = t.calls.said(count(model_calls ?? 0), count(aborted_calls ?? 0), count(rate_limited ?? 0))
  const series: Series[] = [
    { name: 'answered', label: answered, unit: 'count', kind: 'bar', color: 1 },
    { name: 'reused', label: reused, unit: 'count', kind: 'bar', color: 5 },
    { name: 'aborted', label: aborted, unit: 'count', kind: 'bar', color: 3 },
    { name: 'limited', label: limited, unit: 'count', kind: 'bar', color: 2 },
  ]
  return plot(answer, by, title, said, series, amounts => ({
    answered: amounts.model_calls,
    reused: amounts.reused_calls,
    aborted: amounts.aborted_calls,
    limited: amounts.rate_limited,
  }))
}

/** As a person reads it; "–" where there is none. */
export function written(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'usd') return usd(value)
  if (unit === 'percent') return `${Number(value.toFixed(1))} %`
  if (unit === 'seconds') {
    return value < 10 ? String(Number(value.toPrecision(3))) : count(Number(value.toFixed(1)))
  }
  return count(value)
}

function kindBy(by: By): 'bar' | 'line' {
  return by === 'day' ? 'line' : 'bar'
}

function seconds(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1000
}

function quantilesOf({ p50, p95 }: { p50: number | null; p95: number | null }): string {
  if (p50 === null || p95 === null) return t.none
  return t.quantiles(`${written(p50 / 1000, 'seconds')} s`, `${written(p95 / 1000, 'seconds')} s`)
}
