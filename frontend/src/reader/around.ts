/** Around: what a course has besides its lessons, as pages of their own. */
import { texts } from '../texts'
import type { Readable } from './chapters'

export type AroundId = 'introduction' | 'summary' | 'glossary' | 'final-exam'

export interface AroundPart {
  readonly id: AroundId
  readonly title: string
}

/** Those that are there, in the order in which they are read. */
export function aroundOf(course: Readable): AroundPart[] {
  const parts: [AroundId, boolean][] = [
    ['introduction', !!course.introduction],
    ['summary', !!course.summary],
    ['glossary', (course.glossary ?? []).length > 0],
    ['final-exam', finalExamOf(course).length > 0],
  ]
  return parts.flatMap(([id, isThere]) => (isThere ? [{ id, title: texts.reader.around[id] }] : []))
}

/** None of a course by project. */
export function finalExamOf(course: Readable) {
  return course.kind === 'exam' ? (course.final_exam ?? []) : []
}

export type GlossaryTerm = NonNullable<Readable['glossary']>[number]
