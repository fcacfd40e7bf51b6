/** Filters of the queue, as they stand in the address. */
import { PIPELINES, type PipelineName } from '../api/pipelines'
import type { Job, JobStatus } from '../api/types'

export const FILTERS = ['all', 'active', 'completed', 'failed', 'cancelled'] as const
export type Filter = (typeof FILTERS)[number]

export const PIPELINE_NAMES = Object.keys(PIPELINES) as readonly PipelineName[]

/** Days back from now, as the time filter offers them. */
export const SPANS = [1, 7, 30] as const
export type Span = (typeof SPANS)[number]

/** Name of each in the address. */
const NAMES = { filter: 'status', cursor: 'cursor', pipeline: 'pipeline', q: 'q', days: 'days' } as const

/** Longest search: a title has no more characters. */
const MOST_Q = 200

/** What the address asks for. The service filters by status and pipeline; text and time are looked for in what it gave. */
export interface Shown {
  readonly filter: Filter
  /** Of an older page. */
  readonly cursor?: string | undefined
  readonly pipeline?: PipelineName | undefined
  readonly q?: string | undefined
  readonly days?: Span | undefined
}

/** A filter that does not exist shows everything. */
export function shownBy(search: URLSearchParams): Shown {
  const [status, pipeline, days] = [NAMES.filter, NAMES.pipeline, NAMES.days].map(name => search.get(name))
  const q = search.get(NAMES.q)?.slice(0, MOST_Q)
  return {
    filter: FILTERS.find(one => one === status) ?? 'all',
    cursor: search.get(NAMES.cursor) ?? undefined,
    pipeline: PIPELINE_NAMES.find(one => one === pipeline),
    q: q === '' ? undefined : q,
    days: SPANS.find(one => `${one}` === days),
  }
}

/** The search part of the address, for a link. */
export function addressOf({ filter, ...others }: Shown): string {
  const search = new URLSearchParams()
  if (filter !== 'all') search.set(NAMES.filter, filter)
  for (const name of ['pipeline', 'q', 'days', 'cursor'] as const) {
    const value = others[name]
    if (value !== undefined && value !== '') search.set(NAMES[name], `${value}`)
  }
  return search.size ? `?${search}` : ''
}

/** Whether something is looked for that the service does not filter by. */
export function isSearch({ q, days }: Shown): boolean {
  return q !== undefined || days !== undefined
}

/** Those whose title has all words of the search, in any order, and that began not longer ago than the span. */
export function matching<T extends Pick<Job, 'title' | 'created_at'>>(
  jobs: readonly T[],
  { q = '', days }: Pick<Shown, 'q' | 'days'>,
  now: number,
): readonly T[] {
  const from = since(days, now)
  return jobs.filter(job => hasWords(job.title, q) && Date.parse(job.created_at) >= from)
}

/** Where the span begins, ms since 1970; 0: at any time. */
export function since(days: Span | undefined, now: number): number {
  return days === undefined ? 0 : now - days * 86_400_000
}

export function hasWords(text: string, q: string): boolean {
  const found = text.toLocaleLowerCase()
  return q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => found.includes(word))
}

/** `status` of the API. */
export function statusOf(filter: Filter): JobStatus | 'active' | undefined {
  return filter === 'all' ? undefined : filter
}

/** Jobs come into such a list by ending, and then they rest. */
export function isOfEnded(filter: Filter): boolean {
  return filter === 'completed' || filter === 'failed' || filter === 'cancelled'
}
