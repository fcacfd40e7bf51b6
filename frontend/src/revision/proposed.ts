/** Proposed: what a job has proposed for a lesson. */
import type { Job } from '../api/types'
import type { LessonPlace } from '../api/lessons'

/** The version; null while there is none, and of a job that is about something else. */
export function proposedBy(
  job: Pick<Job, 'pipeline' | 'result'> | undefined,
  { courseId, lessonId }: LessonPlace,
): string | null {
  const { course_id, lesson_id, version } = job?.result ?? {}
  const isOfIt = job?.pipeline === 'lesson_revision' && course_id === courseId && lesson_id === lessonId
  return isOfIt && typeof version === 'string' ? version : null
}
