/** Library: two lists that come in pages, newest first, as one. */
import type { CourseSearch } from '../api/client'
import type { CourseHead, ProgramHead } from '../api/types'
import { hasWords, since, SPANS, type Span } from '../queue/filters'

export type Entry =
  | { readonly kind: 'course'; readonly id: string; readonly createdAt: string; readonly head: CourseHead }
  | { readonly kind: 'program'; readonly id: string; readonly createdAt: string; readonly head: ProgramHead }

export interface Read {
  /** As far as it has been read, newest first. */
  readonly entries: readonly Entry[]
  readonly hasMore: boolean
}

export interface Merged {
  readonly entries: readonly Entry[]
  /** Places of the lists whose next page has to be read before the list can go on. */
  readonly wanting: readonly number[]
}

/**
 * Newest first, as far as that can be told: what is older than the last known entry of a list with more
 * pages could belong below one that has not been read yet, so it waits.
 */
export function merged(lists: readonly Read[]): Merged {
  const bounds = lists.map(list => (list.hasMore ? (list.entries.at(-1)?.createdAt ?? '~') : ''))
  const bound = bounds.reduce((newest, one) => (one > newest ? one : newest), '')
  const entries = lists
    .flatMap(list => list.entries)
    .filter(entry => entry.createdAt >= bound)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
  const wanting = lists.flatMap((list, place) => (list.hasMore && bounds[place] === bound ? [place] : []))
  return { entries, wanting }
}

export const KINDS = ['exam', 'project', 'program'] as const
export type Kind = (typeof KINDS)[number]

export const STATES = ['generating', 'draft', 'published', 'ready'] as const
export type State = (typeof STATES)[number]

/** What the address asks for. */
export interface Wanted {
  readonly q: string
  readonly kind: Kind | undefined
  readonly state: State | undefined
  readonly days: Span | undefined
}

export function wantedBy(search: URLSearchParams): Wanted {
  return {
    q: (search.get('q') ?? '').slice(0, 200).trim(),
    kind: KINDS.find(one => one === search.get('kind')),
    state: STATES.find(one => one === search.get('status')),
    days: SPANS.find(one => `${one}` === search.get('days')),
  }
}

export function kindOf(entry: Entry): Kind {
  return entry.kind === 'course' ? entry.head.kind : 'program'
}

export function isSearch({ q, kind, state, days }: Wanted): boolean {
  return q !== '' || kind !== undefined || state !== undefined || days !== undefined
}

/** How the service is asked for courses; null: none can fit. */
export function courseSearch({ q, kind, state }: Wanted): Omit<CourseSearch, 'cursor'> | null {
  if (kind === 'program' || state === 'ready') return null
  return { ...(q && { q }), ...(kind && { kind }), ...(state && { status: state }) }
}

/** Whether a program may fit. */
export function hasPrograms({ kind, state }: Wanted): boolean {
  return (kind ?? 'program') === 'program' && state !== 'draft' && state !== 'published'
}

/** Of what has been read. The service looks through courses, but neither through programs nor by time. */
export function fitting(
  entries: readonly Entry[],
  { q, state, days }: Wanted,
  now: number,
): readonly Entry[] {
  const from = since(days, now)
  return entries.filter(
    entry =>
      Date.parse(entry.createdAt) >= from &&
      (entry.kind === 'course' ||
        (hasWords(entry.head.title, q) && (state === undefined || entry.head.status === state))),
  )
}

/** Titles that stand there more than once: their entries are told apart by more than the day. */
export function twinTitles(entries: readonly Entry[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const twins = new Set<string>()
  for (const { head } of entries) {
    if (seen.has(head.title)) twins.add(head.title)
    seen.add(head.title)
  }
  return twins
}

export function courseEntry(head: CourseHead): Entry {
  return { kind: 'course', id: head.course_id, createdAt: head.created_at, head }
}

export function programEntry(head: ProgramHead): Entry {
  return { kind: 'program', id: head.program_id, createdAt: head.created_at, head }
}
