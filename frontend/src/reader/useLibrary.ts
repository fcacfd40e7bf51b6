/** useLibrary: courses and programs, newest first, as many as have been asked for. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { COURSES, PROGRAMS } from '../jobs/keys'
import { courseEntry, merged, programEntry, type Entry, type Read } from './library'

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

export function useLibrary(): Library {
  const api = useApi()
  const courses = useInfiniteQuery({
    queryKey: [...COURSES, ALL],
    queryFn: ({ pageParam, signal }) => api.courses(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const programs = useInfiniteQuery({
    queryKey: [...PROGRAMS, ALL],
    queryFn: ({ pageParam, signal }) => api.programs(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const lists = [courses, programs]
  const read: Read[] = [
    {
      entries: courses.data?.pages.flatMap(page => page.courses.map(courseEntry)) ?? [],
      hasMore: courses.hasNextPage,
    },
    {
      entries: programs.data?.pages.flatMap(page => page.programs.map(programEntry)) ?? [],
      hasMore: programs.hasNextPage,
    },
  ]
  const { entries, wanting } = merged(read)
  const more = wanting.flatMap(place => lists[place] ?? [])
  return {
    entries,
    isPending: lists.some(list => list.isPending),
    error: courses.error ?? programs.error,
    retry: () => lists.forEach(list => list.isError && void list.refetch()),
    readMore: more.length ? () => more.forEach(list => void list.fetchNextPage()) : undefined,
    isReadingMore: lists.some(list => list.isFetchingNextPage),
  }
}
