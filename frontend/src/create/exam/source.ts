/** Source: questions as a file has them, and how they become those of the contract. */
import { arePlaces, countedFrom, resolveAnswers, type Answer, type Numbers } from './answers'
import type { ReadExam, ReadOption, ReadQuestion } from './exam'

export interface SourceOption {
  readonly id?: string | undefined
  readonly text: string
  readonly isCorrect?: boolean
}

/** `answers` are what the file says: ids, letters, numbers, texts of options. */
export interface SourceQuestion {
  readonly id?: string | undefined
  readonly text: string
  readonly options: readonly SourceOption[]
  readonly answers: readonly Answer[]
  /** The answers are positions from 0, whatever else they could mean. */
  readonly answersAreIndices?: boolean
  readonly explanation?: string | undefined
  readonly references?: readonly string[] | undefined
  readonly topic?: string | undefined
  readonly fault?: string | undefined
}

export interface Source {
  readonly examId?: string | undefined
  readonly title: string
  readonly questions: readonly SourceQuestion[]
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LABEL = /^\s*\(?([A-Za-z])\s*[.):]\s+/

/** `countsFrom`: what the first option is called in files of this kind where they give numbers. */
export function examOf(source: Source, countsFrom: 0 | 1): ReadExam {
  const questions = source.questions.map(question => ({ ...question, options: labelled(question.options) }))
  const from = countedFrom(questions, countsFrom)
  const numbers = { from, arePlaces: arePlaces(questions, from) }
  return {
    ...(source.examId === undefined ? {} : { exam_id: source.examId }),
    title: source.title,
    questions: questions.map((question, index) => ({
      question_id: question.id ?? `q${index + 1}`,
      text: question.text,
      options: question.options.map(({ option_id, text }) => ({ option_id, text })),
      correct: correctOf(question, numbers),
      ...optional(question),
    })),
  }
}

type Labelled = ReadOption & { readonly isCorrect: boolean }

/** Options without ids get the letters that they begin with, or else those of their places. */
function labelled(options: readonly SourceOption[]): readonly Labelled[] {
  const letters = options.map(option => (option.id === undefined ? LABEL.exec(option.text)?.[1] : undefined))
  const areLabels = options.length > 1 && letters.every((letter, i) => letter?.toUpperCase() === LETTERS[i])
  return options.map((option, index) => ({
    option_id: option.id ?? LETTERS[index] ?? String(index + 1),
    text: areLabels ? option.text.replace(LABEL, '').trimEnd() : option.text,
    isCorrect: option.isCorrect ?? false,
  }))
}

function correctOf(
  question: Pick<SourceQuestion, 'answers' | 'answersAreIndices'> & { options: readonly Labelled[] },
  numbers: Numbers,
): string[] {
  const marked = question.options.filter(option => option.isCorrect).map(option => option.option_id)
  const named = question.answersAreIndices
    ? question.answers.map(answer => question.options[Number(answer)]?.option_id ?? String(answer))
    : resolveAnswers(question.answers, question.options, numbers)
  return [...new Set([...named, ...marked])]
}

function optional(question: SourceQuestion): Partial<ReadQuestion> {
  const references = question.references?.filter(isWritten) ?? []
  return {
    ...(isWritten(question.explanation) ? { explanation: question.explanation } : {}),
    ...(references.length > 0 ? { references } : {}),
    ...(isWritten(question.topic) ? { topic: question.topic } : {}),
    ...(question.fault === undefined ? {} : { fault: question.fault }),
  }
}

function isWritten(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== ''
}
