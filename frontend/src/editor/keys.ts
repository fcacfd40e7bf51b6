/** Keys of the query cache. */
import type { LessonPlace } from '../api/lessons'

export const lessonKey = ({ courseId, lessonId }: LessonPlace) =>
  ['edited lesson', courseId, lessonId] as const
export const versionsKey = ({ courseId, lessonId }: LessonPlace) => ['versions', courseId, lessonId] as const
