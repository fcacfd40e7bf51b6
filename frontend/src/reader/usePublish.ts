/** usePublish: a course is published, given a link, and taken back. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import { publishCourse, unpublishCourse, type Publish } from '../api/publishing'
import type { Course } from '../api/types'
import { COURSES, courseKey } from '../jobs/keys'

/** What is asked for: that it is published so, or taken back. */
type Wanted = Publish | 'unpublish'

export function usePublish(courseId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Wanted) =>
      wanted === 'unpublish' ? unpublishCourse(api, courseId) : publishCourse(api, courseId, wanted),
    onSuccess: course => show(queries, course),
    onError: error => lookAgain(queries, courseId, error),
  })
}

export function hasCode(error: Error | null, code: string): boolean {
  return error instanceof ApiProblem && error.code === code
}

/** Nobody waits for the lists. */
function show(queries: QueryClient, course: Course): void {
  queries.setQueryData(courseKey(course.course_id), course)
  void queries.invalidateQueries({ queryKey: COURSES })
}

/** Where it is not what it was when this page read it, and where the answer was lost: show what it is. */
function lookAgain(queries: QueryClient, courseId: string, error: Error): void {
  if (error instanceof ApiProblem && error.isThrottled) return
  void queries.invalidateQueries({ queryKey: courseKey(courseId) })
}
