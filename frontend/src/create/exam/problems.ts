/** Problems: what the service would refuse an exam for, told before it is sent. */
import { EXAM, REQUEST } from '../limits'
import { texts } from '../../texts'
import type { ReadExam, ReadQuestion } from './exam'

export interface Problems {
  /** Of the exam as a whole. */
  readonly exam: readonly string[]
  /** For each question, in its order. */
  readonly questions: readonly (readonly string[])[]
}

const say = texts.create.problem
// Control characters, and what other systems than this one take for the end of a line.
const BREAKS = /[\p{Cc}\u2028\u2029]/u
const HALF_PAIR = /\p{Cs}/u
const SEEN = /[^\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/u

/**
 * What may be meant so, and often is not: questions and options that say the same. For each question, in order.
 *
 * `out`: places of those that are left out, which are nobody's twins; the others keep their numbers.
 */
export function hintsOf(
  questions: readonly ReadQuestion[],
  out: ReadonlySet<number> = new Set(),
): readonly (readonly string[])[] {
  const asked = new Map<string, number>()
  return questions.map((question, index) => {
    if (out.has(index)) return []
    const same = JSON.stringify([
      spaced(question.text),
      ...question.options.map(one => spaced(one.text)).sort(),
    ])
    const first = asked.get(same)
    if (first === undefined) asked.set(same, index)
    return [...(first === undefined ? [] : [say.sameQuestion(first + 1)]), ...sameOptions(question)]
  })
}

function sameOptions({ options }: ReadQuestion): string[] {
  const ids = new Map<string, string>()
  return options.flatMap(({ option_id, text }) => {
    const said = spaced(text)
    const first = ids.get(said)
    if (first === undefined) ids.set(said, option_id)
    return first === undefined || said === '' ? [] : [say.sameOption(first, option_id)]
  })
}

/** Capitals and signs tell commands apart; spaces do not. */
function spaced(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ')
}

export function problemsOf(exam: ReadExam): Problems {
  const ids = new Map<string, number>()
  const questions = exam.questions.map((question, index) => {
    const first = ids.get(question.question_id)
    if (first === undefined) ids.set(question.question_id, index)
    return [
      ...(first === undefined ? [] : [say.sameQuestionId(question.question_id, first + 1)]),
      ...problemsOfQuestion(question),
    ]
  })
  return { exam: problemsOfExam(exam), questions }
}

function problemsOfExam(exam: ReadExam): string[] {
  const count = exam.questions.length
  const bytes = new TextEncoder().encode(JSON.stringify(exam)).length
  return [
    ...line(say.title, exam.title, EXAM.title),
    ...(exam.exam_id === undefined ? [] : problemsOfExamId(exam.exam_id)),
    ...(count === 0 ? [say.noQuestions] : []),
    ...(count > EXAM.questions ? [say.tooManyQuestions(count, EXAM.questions)] : []),
    // What is around the exam in a request is small and known.
    ...(bytes > REQUEST.bytes - 2_000 ? [say.tooManyBytes(bytes, REQUEST.bytes)] : []),
  ]
}

/** An exam's id is part of its address. */
export function problemsOfExamId(id: string): string[] {
  const isAddress = !id.includes('/') && id !== '.' && id !== '..'
  return [...line(say.examId, id, EXAM.id), ...(isAddress ? [] : [say.address])]
}

function problemsOfQuestion(question: ReadQuestion): string[] {
  return [
    ...(question.fault === undefined ? [] : [question.fault]),
    ...line(say.questionId, question.question_id, EXAM.id),
    ...text(say.text, question.text, EXAM.text),
    ...problemsOfOptions(question),
    ...problemsOfAnswers(question),
    ...(question.explanation === undefined
      ? []
      : text(say.explanation, question.explanation, EXAM.explanation)),
    ...(question.topic === undefined ? [] : text(say.topic, question.topic, EXAM.topic)),
    ...problemsOfReferences(question.references ?? []),
  ]
}

function problemsOfOptions({ options }: ReadQuestion): string[] {
  const { least, most } = EXAM.options
  const ids = options.map(option => option.option_id)
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
  return [
    ...(options.length < least ? [say.tooFewOptions(options.length, least)] : []),
    ...(options.length > most ? [say.tooManyOptions(options.length, most)] : []),
    ...twice.map(say.sameOptionId),
    ...options.flatMap(option => [
      ...line(say.optionId, option.option_id, EXAM.id),
      ...text(say.option(option.option_id), option.text, EXAM.optionText),
    ]),
  ]
}

function problemsOfAnswers({ correct, options }: ReadQuestion): string[] {
  const ids = new Set(options.map(option => option.option_id))
  return correct.length === 0
    ? [say.noAnswer]
    : correct.filter(answer => !ids.has(answer)).map(answer => say.unknownAnswer(shortened(answer)))
}

function problemsOfReferences(references: readonly string[]): string[] {
  return [
    ...(references.length > EXAM.references
      ? [say.tooManyReferences(references.length, EXAM.references)]
      : []),
    ...references.flatMap(reference => text(say.reference, reference, EXAM.reference)),
  ]
}

function line(what: string, value: string, most: number): string[] {
  return [...text(what, value, most), ...(BREAKS.test(value) ? [say.lineBreak(what)] : [])]
}

function text(what: string, value: string, most: number): string[] {
  // Characters, not the halves that some are kept in.
  const length = value.length > most ? Array.from(value).length : value.length
  return [
    ...(SEEN.test(value) ? [] : [say.empty(what)]),
    ...(length > most ? [say.tooLong(what, length, most)] : []),
    ...(value.includes('\0') || HALF_PAIR.test(value) ? [say.notStorable(what)] : []),
  ]
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
