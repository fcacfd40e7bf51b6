/** Compared: what of a lesson another version changes, field by field, each as one text. */
import type { EditedLesson, LessonOfExam, LessonOfProject } from '../api/lessons'
import { LESSON_FIELDS, type LessonField } from '../api/pipelines'
import { revision } from '../texts/revision'
import { piecesOf, type Piece } from './pieces'

const t = revision.told

export interface ChangedField {
  readonly field: LessonField
  readonly pieces: readonly Piece[]
}

export interface Compared {
  readonly changed: readonly ChangedField[]
  readonly same: readonly LessonField[]
}

export function compared(live: EditedLesson, other: EditedLesson): Compared {
  const [before, after] = [textsOf(live), textsOf(other)]
  const fields = LESSON_FIELDS['quiz' in live ? 'exam' : 'project']
  const isSame = (field: LessonField) => (before[field] ?? '') === (after[field] ?? '')
  return {
    changed: fields
      .filter(field => !isSame(field))
      .map(field => ({ field, pieces: piecesOf(before[field] ?? '', after[field] ?? '') })),
    same: fields.filter(isSame),
  }
}

type Texts = Readonly<Partial<Record<LessonField, string>>>

function textsOf(lesson: EditedLesson): Texts {
  const { title, body, objectives } = lesson
  const common = { title, body, objectives: listed(objectives) }
  return { ...common, ...('quiz' in lesson ? ofExam(lesson) : ofProject(lesson)) }
}

function ofExam({ key_points, worked_questions, quiz }: LessonOfExam) {
  return {
    key_points: listed(key_points),
    worked_questions: worked_questions.map(worked).join('\n\n'),
    quiz: quiz.map(quizQuestion).join('\n\n'),
  }
}

function worked({
  question_id,
  why_right,
  why_wrong,
  marking_doubt,
}: LessonOfExam['worked_questions'][number]) {
  return [
    t.question(question_id),
    `${t.whyRight} ${why_right}`,
    ...why_wrong.map(({ option_id, reason }) => `${t.whyWrong(option_id)} ${reason}`),
    ...(marking_doubt ? [`${t.doubt(marking_doubt.likely)} ${marking_doubt.reason}`] : []),
  ].join('\n')
}

function quizQuestion(
  { question, options, correct, explanation }: LessonOfExam['quiz'][number],
  index: number,
) {
  return [
    `${index + 1}. ${question}`,
    ...options.map(
      ({ option_id, text }) => `${option_id}. ${text}${correct.includes(option_id) ? ` ${t.right}` : ''}`,
    ),
    `${t.explanation} ${explanation}`,
  ].join('\n')
}

function ofProject({ example, summary, tasks }: LessonOfProject) {
  return { example, summary, tasks: tasks.map(task).join('\n\n') }
}

function task(
  { title, instructions, expected_result, hints, minutes, difficulty }: LessonOfProject['tasks'][number],
  index: number,
) {
  return [
    `${index + 1}. ${title} ${t.effort(minutes, difficulty)}`,
    instructions,
    `${t.expected} ${expected_result}`,
    ...hints.map(hint => `${t.hint} ${hint}`),
  ].join('\n')
}

function listed(entries: readonly string[]): string {
  return entries.map(entry => `• ${entry}`).join('\n')
}
