/** Doubts: questions whose key is likely to be wrong, or on which two models disagree. Nobody is graded on them. */
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
  return { reason: raw.reason, likely: idsOf('likely' in raw ? raw.likely : []) }
}

export interface Dispute {
  /** Ids of the options that the second model holds for right. */
  readonly answer: readonly string[]
  readonly reason: string
  /** The sentence of the lesson that led it there; empty: none did. */
  readonly claim: string
}

/** Of a worked question or one of a quiz; null: there is none. */
export function disputeOf(question: object): Dispute | null {
  const raw: unknown = 'disputed' in question ? question.disputed : null
  if (typeof raw !== 'object' || raw === null) return null
  const answer = idsOf('answer' in raw ? raw.answer : [])
  if (answer.length === 0) return null
  return {
    answer,
    reason: 'reason' in raw && typeof raw.reason === 'string' ? raw.reason : '',
    claim: 'claim' in raw && typeof raw.claim === 'string' ? raw.claim : '',
  }
}

/** Whether a reader's answer counts. */
export function isGraded(question: object): boolean {
  return doubtOf(question) === null && disputeOf(question) === null
}

/** The models that have answered the questions of its lessons without their keys, each once. */
export function checkedBy(course: Course): string[] {
  if (course.kind !== 'exam') return []
  const models = course.topics.flatMap(topic => topic.lessons.map(lesson => lesson.checked_by))
  return [...new Set(models)].filter(model => typeof model === 'string')
}

function idsOf(raw: unknown): string[] {
  const found: unknown[] = Array.isArray(raw) ? raw : []
  return found.filter(id => typeof id === 'string')
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
