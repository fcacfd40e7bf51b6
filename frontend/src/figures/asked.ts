/** Asked: which figures the address asks for. */

export const BYS = ['day', 'pipeline', 'step', 'model', 'owner'] as const
export type By = (typeof BYS)[number]

export const SCOPES = ['own', 'org', 'all'] as const
export type Scope = (typeof SCOPES)[number]

/** Days up to today, as the filter offers them. */
export const SPANS = [7, 30, 90, 365] as const
export type Span = (typeof SPANS)[number]

/** Days of the longest range, as the contract has it. */
export const MOST_DAYS = 366

const USUAL: Span = 30
const DAY_MS = 86_400_000
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** First and last day, both counted; of UTC, as the figures are. */
export interface Range {
  readonly from: string
  readonly to: string
}

export interface Asked {
  readonly by: By
  readonly scope: Scope
  /** null: the range is one of its own. */
  readonly span: Span | null
  readonly range: Range
}

/** What the address does not name, or names wrongly, is as usual. */
export function askedBy(search: URLSearchParams, now: number): Asked {
  const range = rangeIn(search)
  const span = range ? null : (SPANS.find(one => `${one}` === search.get('days')) ?? USUAL)
  return {
    by: BYS.find(one => one === search.get('by')) ?? 'day',
    scope: SCOPES.find(one => one === search.get('scope')) ?? 'own',
    span,
    range: range ?? rangeOf(span ?? USUAL, now),
  }
}

/** The search part of the address. */
export function addressOf({ by, scope, span, range }: Asked): string {
  const search = new URLSearchParams()
  if (by !== 'day') search.set('by', by)
  if (scope !== 'own') search.set('scope', scope)
  if (span === null) {
    search.set('from', range.from)
    search.set('to', range.to)
  } else if (span !== USUAL) search.set('days', `${span}`)
  return search.size ? `?${search}` : ''
}

export function rangeOf(span: Span, now: number): Range {
  return { from: dayOf(now - (span - 1) * DAY_MS), to: dayOf(now) }
}

export function lengthOf({ from, to }: Range): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

export type RangeFault = 'unknown' | 'order' | 'most'

export function faultOf(range: Range): RangeFault | null {
  if (!isDay(range.from) || !isDay(range.to)) return 'unknown'
  const length = lengthOf(range)
  if (length < 1) return 'order'
  return length > MOST_DAYS ? 'most' : null
}

function rangeIn(search: URLSearchParams): Range | null {
  const range = { from: search.get('from') ?? '', to: search.get('to') ?? '' }
  return faultOf(range) === null ? range : null
}

function isDay(text: string): boolean {
  return DATE.test(text) && dayOf(Date.parse(text)) === text
}

function dayOf(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : ''
}
