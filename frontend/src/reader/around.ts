/** Around: what a course by exam has besides its lessons, as pages of their own. */
import type { Course, ExamCourse } from '../api/types'
import { texts } from '../texts'

export type AroundId = 'introduction' | 'summary' | 'glossary' | 'final-exam'

export interface AroundPart {
  readonly id: AroundId
  readonly title: string
}

/** Those that are there, in the order in which they are read. */
export function aroundOf(course: Course): AroundPart[] {
  if (course.kind !== 'exam') return []
  const parts: [AroundId, boolean][] = [
    ['introduction', !!course.introduction],
    ['summary', !!course.summary],
    ['glossary', (course.glossary ?? []).length > 0],
    ['final-exam', (course.final_exam ?? []).length > 0],
  ]
  return parts.flatMap(([id, isThere]) => (isThere ? [{ id, title: texts.reader.around[id] }] : []))
}

export type GlossaryTerm = NonNullable<ExamCourse['glossary']>[number]
