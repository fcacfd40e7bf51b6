/** Filters of the queue, as they stand in the address. */
import type { JobStatus } from '../api/types'

export const FILTERS = ['all', 'active', 'completed', 'failed', 'cancelled'] as const
export type Filter = (typeof FILTERS)[number]

const FILTER = 'status'
const CURSOR = 'cursor'

/** What the address asks for; a filter that does not exist shows everything. */
export interface Shown {
  readonly filter: Filter
  /** Of an older page. */
  readonly cursor: string | undefined
}

export function shownBy(search: URLSearchParams): Shown {
  const wanted = search.get(FILTER)
  return {
    filter: FILTERS.find(filter => filter === wanted) ?? 'all',
    cursor: search.get(CURSOR) ?? undefined,
  }
}

/** The search part of the address, for a link. */
export function addressOf({ filter, cursor }: { filter: Filter; cursor?: string | undefined }): string {
  const search = new URLSearchParams()
  if (filter !== 'all') search.set(FILTER, filter)
  if (cursor !== undefined) search.set(CURSOR, cursor)
  return search.size ? `?${search}` : ''
}

/** `status` of the API. */
export function statusOf(filter: Filter): JobStatus | 'active' | undefined {
  return filter === 'all' ? undefined : filter
}

/** Jobs come into such a list by ending, and then they rest. */
export function isOfEnded(filter: Filter): boolean {
  return filter === 'completed' || filter === 'failed' || filter === 'cancelled'
}
