/** Doubts: questions whose key is likely to be wrong, or on which two models disagree. Nobody is graded on them. */
import type { Course } from '../api/types'
import { chaptersOf, lessonsOf, type ExamLessonContent, type Lesson } from './chapters'

export type Worked = ExamLessonContent['worked_questions'][number]
export type Doubt = NonNullable<Worked['marking_doubt']>
export type Dispute = NonNullable<Worked['disputed']>

/** What decides whether an answer to a question of a quiz counts. */
export type Posed = Pick<ExamLessonContent['quiz'][number], 'correct' | 'disputed'>

/** null: there is none. */
export function doubtOf(worked: Worked): Doubt | null {
  return worked.marking_doubt ?? null
}

/** null: there is none. */
export function disputeOf(question: Worked | Posed): Dispute | null {
  return question.disputed ?? null
}

/** Whether a reader's answer counts. */
export function isGraded(question: Worked | Posed): boolean {
  // A shared course says this alone, without the doubts.
  if ('is_graded' in question) return question.is_graded === true
  const doubt = 'marking_doubt' in question ? doubtOf(question) : null
  return doubt === null && disputeOf(question) === null
}

/** The models that have answered the questions of its lessons without their keys, each once. */
export function checkedBy(course: Course): string[] {
  if (course.kind !== 'exam') return []
  const models = course.topics.flatMap(topic => topic.lessons.map(lesson => lesson.checked_by))
  return [...new Set(models)].filter(model => typeof model === 'string')
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
