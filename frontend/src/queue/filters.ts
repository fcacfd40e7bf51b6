/** Filters of the queue, as they stand in the address. */
import { PIPELINES, type PipelineName } from '../api/pipelines'
import type { JobStatus } from '../api/types'

export const FILTERS = ['all', 'active', 'completed', 'failed', 'cancelled'] as const
export type Filter = (typeof FILTERS)[number]

export const PIPELINE_NAMES = Object.keys(PIPELINES) as readonly PipelineName[]

/** Days back from now, as the time filter offers them. */
export const SPANS = [1, 7, 30] as const
export type Span = (typeof SPANS)[number]

/** Name of each in the address. */
const NAMES = {
  filter: 'status',
  cursor: 'cursor',
  pipeline: 'pipeline',
  q: 'q',
  days: 'days',
  from: 'from',
  scope: 'scope',
} as const

/** Longest search: a title has no more characters. */
const MOST_Q = 200

/** What the address asks for. */
export interface Shown {
  readonly filter: Filter
  /** Of an older page. */
  readonly cursor?: string | undefined
  readonly pipeline?: PipelineName | undefined
  readonly q?: string | undefined
  readonly days?: Span | undefined
  /** Where the span begins, beside a cursor: a cursor is one of its search, to the millisecond. */
  readonly from?: string | undefined
  /** Jobs of the whole organization; left out: one's own. */
  readonly scope?: 'org' | undefined
}

/** A filter that does not exist shows everything. */
export function shownBy(search: URLSearchParams): Shown {
  const [status, days] = [NAMES.filter, NAMES.days].map(name => search.get(name))
  // As the page calls it.
  const pipeline = search.get(NAMES.pipeline) ?? search.get('kind')
  const q = search.get(NAMES.q)?.slice(0, MOST_Q).trim()
  const span = SPANS.find(one => `${one}` === days)
  const cursor = search.get(NAMES.cursor) ?? undefined
  return {
    filter: FILTERS.find(one => one === status) ?? 'all',
    cursor,
    pipeline: PIPELINE_NAMES.find(one => one === pipeline),
    q: q === '' ? undefined : q,
    days: span,
    from: span && cursor && (search.get(NAMES.from) ?? undefined),
    scope: search.get(NAMES.scope) === 'org' ? 'org' : undefined,
  }
}

/** The search part of the address, for a link. */
export function addressOf({ filter, ...others }: Shown): string {
  const search = new URLSearchParams()
  if (filter !== 'all') search.set(NAMES.filter, filter)
  const from = others.days && others.cursor && others.from
  for (const name of ['scope', 'pipeline', 'q', 'days', 'cursor', 'from'] as const) {
    const value = name === 'from' ? from : others[name]
    if (value !== undefined && value !== '') search.set(NAMES[name], `${value}`)
  }
  return search.size ? `?${search}` : ''
}

/** Where a span that is chosen now begins, as the API has it. */
export function beginning(days: Span): string {
  return new Date(since(days, Date.now())).toISOString()
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
