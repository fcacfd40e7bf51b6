/** usePair: a version of a lesson and the one that readers see. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import {
  lesson,
  lessonVersions,
  type EditedLesson,
  type LessonPlace,
  type LessonVersion,
} from '../api/lessons'
import { versionsKey } from '../editor/keys'

const liveKey = ({ courseId, lessonId }: LessonPlace) => ['live lesson', courseId, lessonId] as const
const otherKey = ({ courseId, lessonId }: LessonPlace, version: string) =>
  ['lesson version', courseId, lessonId, version] as const

export interface Pair {
  readonly live: EditedLesson | undefined
  readonly other: EditedLesson | undefined
  /** Who made it, when and why; null where that is not known. */
  readonly made: LessonVersion | null
  readonly error: Error | null
  readonly retry: () => void
  /** Whether `live` is still what readers see; where it is not, it is read anew. */
  readonly isStillLive: (version: string) => Promise<boolean>
}

export function usePair(place: LessonPlace, version: string): Pair {
  const api = useApi()
  const queries = useQueryClient()
  const live = useQuery({
    queryKey: liveKey(place),
    queryFn: ({ signal }) => lesson(api, place, signal),
    staleTime: 0,
  })
  const other = useQuery({
    queryKey: otherKey(place, version),
    queryFn: ({ signal }) => lesson(api, place, signal, version),
    staleTime: 0,
  })
  const versions = useQuery({
    queryKey: versionsKey(place),
    queryFn: ({ signal }) => lessonVersions(api, place, signal),
  })
  const failed = [live, other].find(one => one.isError && !one.data)
  return {
    live: live.data,
    other: other.data,
    made: versions.data?.find(one => one.version === version) ?? null,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    isStillLive: async version => {
      const now = await lesson(api, place)
      queries.setQueryData(liveKey(place), now)
      return now.version === version
    },
  }
}
