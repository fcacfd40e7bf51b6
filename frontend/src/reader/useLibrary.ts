/** useLibrary: courses and programs, newest first, as many as have been asked for. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { COURSES, PROGRAMS } from '../jobs/keys'
import { since } from '../queue/filters'
import {
  courseEntry,
  courseSearch,
  fitting,
  hasPrograms,
  merged,
  programEntry,
  type Entry,
  type Read,
  type Wanted,
} from './library'

export interface Library {
  readonly entries: readonly Entry[]
  readonly isPending: boolean
  readonly error: Error | null
  readonly retry: () => void
  /** undefined: that is all. */
  readonly readMore: (() => void) | undefined
  readonly isReadingMore: boolean
}

const ALL = 'all'

/** What is asked for; `now`: ms since 1970, from which the days are counted. */
export function useLibrary(wanted: Wanted, now: number): Library {
  const api = useApi()
  const search = courseSearch(wanted)
  const isWithPrograms = hasPrograms(wanted)
  const courses = useInfiniteQuery({
    queryKey: [...COURSES, ALL, search],
    enabled: search !== null,
    queryFn: ({ pageParam: cursor, signal }) => api.courses({ ...search, cursor }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const programs = useInfiniteQuery({
    queryKey: [...PROGRAMS, ALL],
    enabled: isWithPrograms,
    queryFn: ({ pageParam, signal }) => api.programs(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const oldest = since(wanted.days, now)
  const readOf = (entries: Entry[], hasNextPage: boolean): Read => {
    const last = entries.at(-1)
    // What is further back is older still.
    return { entries, hasMore: hasNextPage && (last === undefined || Date.parse(last.createdAt) >= oldest) }
  }
  const lists: (typeof courses | typeof programs)[] = []
  const read: Read[] = []
  if (search !== null) {
    lists.push(courses)
    const found = courses.data?.pages.flatMap(page => page.courses.map(courseEntry))
    read.push(readOf(found ?? [], courses.hasNextPage))
  }
  if (isWithPrograms) {
    lists.push(programs)
    const found = programs.data?.pages.flatMap(page => page.programs.map(programEntry))
    read.push(readOf(found ?? [], programs.hasNextPage))
  }
  const { entries, wanting } = merged(read)
  const more = wanting.flatMap(place => lists[place] ?? [])
  return {
    entries: fitting(entries, wanted, now),
    isPending: lists.some(list => list.isPending),
    error: lists.find(list => list.error)?.error ?? null,
    retry: () => lists.forEach(list => list.isError && void list.refetch()),
    readMore: more.length ? () => more.forEach(list => void list.fetchNextPage()) : undefined,
    isReadingMore: lists.some(list => list.isFetchingNextPage),
  }
}
