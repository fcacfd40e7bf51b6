/** Library: two lists that come in pages, newest first, as one. */
import type { CourseHead, ProgramHead } from '../api/types'

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

export function courseEntry(head: CourseHead): Entry {
  return { kind: 'course', id: head.course_id, createdAt: head.created_at, head }
}

export function programEntry(head: ProgramHead): Entry {
  return { kind: 'program', id: head.program_id, createdAt: head.created_at, head }
}
