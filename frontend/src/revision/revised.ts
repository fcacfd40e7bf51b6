import type { LessonPlace } from '../api/lessons'
import type { Course } from '../api/types'

/** The lesson that a revision is about. */
export interface Revised extends LessonPlace {
  readonly kind: Course['kind']
  /** Of the course: what is accepted is seen by its readers at once. */
  readonly isPublished: boolean
}

export function revisedOf(course: Course, lessonId: string): Revised {
  const { course_id, kind, status } = course
  return { courseId: course_id, lessonId, kind, isPublished: status === 'published' }
}
