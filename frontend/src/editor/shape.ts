/** Shape: whether a value that was kept in the browser is a lesson that the form can show. */
import type { EditedLesson } from '../api/lessons'

type Check = (value: unknown) => boolean

const text: Check = value => typeof value === 'string'
const number: Check = value => typeof value === 'number'

function list(of: Check): Check {
  return value => Array.isArray(value) && value.every(of)
}

function record(members: Readonly<Record<string, Check>>): Check {
  return value =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, isSound]) =>
      isSound((value as Readonly<Record<string, unknown>>)[name]),
    )
}

const COMMON = { lesson_id: text, version: text, title: text, objectives: list(text), body: text }

const OF_EXAM = record({
  ...COMMON,
  key_points: list(text),
  question_ids: list(text),
  worked_questions: list(
    record({
      question_id: text,
      why_right: text,
      why_wrong: list(record({ option_id: text, reason: text })),
    }),
  ),
  quiz: list(
    record({
      question: text,
      options: list(record({ option_id: text, text })),
      correct: list(text),
      explanation: text,
    }),
  ),
})

const OF_PROJECT = record({
  ...COMMON,
  example: text,
  summary: text,
  tasks: list(
    record({
      task_id: text,
      title: text,
      instructions: text,
      expected_result: text,
      hints: list(text),
      minutes: number,
      difficulty: number,
    }),
  ),
})

/** Whether it is a lesson of the kind of `live`, and that very one. */
export function isLesson(value: unknown, live: EditedLesson): value is EditedLesson {
  const isSound = 'quiz' in live ? OF_EXAM : OF_PROJECT
  return isSound(value) && (value as EditedLesson).lesson_id === live.lesson_id
}
