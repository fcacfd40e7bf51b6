/** Doubts: questions whose key, as the exam has it, is likely to be wrong. */
import type { Course } from '../api/types'
import { chaptersOf, lessonsOf, type ExamLessonContent, type Lesson } from './chapters'

export type Worked = ExamLessonContent['worked_questions'][number]

export interface Doubt {
  readonly reason: string
  /** Ids of the options that are likelier to be right. */
  readonly likely: readonly string[]
}

/** null: there is none. */
export function doubtOf(worked: object): Doubt | null {
  const raw: unknown = 'marking_doubt' in worked ? worked.marking_doubt : null
  if (typeof raw !== 'object' || raw === null || !('reason' in raw) || typeof raw.reason !== 'string')
    return null
  const likely: unknown[] = 'likely' in raw && Array.isArray(raw.likely) ? raw.likely : []
  return { reason: raw.reason, likely: likely.filter(id => typeof id === 'string') }
}

export interface DoubtfulKey extends Doubt {
  readonly questionId: string
  readonly lesson: Lesson
}

/** All of a course, in its order; a question that two lessons work through stands once. */
export function doubtsOf(course: Course): DoubtfulKey[] {
  const found = new Map<string, DoubtfulKey>()
  for (const lesson of lessonsOf(chaptersOf(course))) {
    if (lesson.kind !== 'exam') continue
    for (const worked of lesson.content.worked_questions) {
      const doubt = doubtOf(worked)
      const questionId = worked.question_id
      if (doubt && !found.has(questionId)) found.set(questionId, { ...doubt, questionId, lesson })
    }
  }
  return [...found.values()]
}
