/** The exam of a file while it is being looked through: its title, and which questions stay in. */
import { useCallback, useMemo } from 'react'
import type { ReadExam, ReadQuestion } from './exam'
import { hintsOf, problemsOf, problemsOfExamId } from './problems'

export interface LookedThrough {
  readonly question: ReadQuestion
  readonly isMended: boolean
  /** In the file, from 0. */
  readonly index: number
  readonly isOut: boolean
  readonly problems: readonly string[]
  /** What may be meant so: it keeps nobody from starting. */
  readonly hints: readonly string[]
}

export interface ExamDraft {
  readonly title: string
  readonly setTitle: (title: string) => void
  readonly questions: readonly LookedThrough[]
  /** Of the exam as a whole. */
  readonly problems: readonly string[]
  readonly hasLostId: boolean
  readonly toggle: (index: number) => void
  readonly leaveOut: (indices: readonly number[]) => void
  /** Puts a question in the place of one; null: that of the file is back. */
  readonly mend: (index: number, question: ReadQuestion | null) => void
  /** What is sent: without the questions that are left out. */
  readonly kept: ReadExam
  readonly isSound: boolean
}

/** What a person has chosen of it. */
export interface Choices {
  readonly title: string
  /** Places of the questions that are left out. */
  readonly out: readonly number[]
  /** Questions that a person has changed, by their places. */
  readonly mended: Readonly<Partial<Record<number, ReadQuestion>>>
}

export type ChangeChoices = (change: (before: Choices) => Choices) => void

export function useExamDraft(read: ReadExam, choices: Choices, change: ChangeChoices): ExamDraft {
  const { title, mended } = choices
  const exam = useMemo(
    () => ({ ...read, questions: read.questions.map((one, index) => mended[index] ?? one) }),
    [read, mended],
  )
  const out = useMemo(() => new Set(choices.out), [choices.out])

  const hasLostId = exam.exam_id !== undefined && problemsOfExamId(exam.exam_id).length > 0
  const kept = useMemo(
    () => ({
      ...(exam.exam_id === undefined || hasLostId ? {} : { exam_id: exam.exam_id }),
      title: title.trim(),
      questions: exam.questions.filter((_, index) => !out.has(index)),
    }),
    [exam, title, out, hasLostId],
  )
  const found = useMemo(() => problemsOf(kept), [kept])
  const hints = useMemo(() => hintsOf(exam.questions, out), [exam, out])
  const questions = useMemo(
    () => lookedThrough(exam, out, mended, found.questions, hints),
    [exam, out, mended, found, hints],
  )

  const setTitle = (title: string) => change(before => ({ ...before, title }))
  const toggle = useCallback(
    (index: number) =>
      change(({ out, ...rest }) => ({
        ...rest,
        out: out.includes(index) ? out.filter(one => one !== index) : [...out, index],
      })),
    [change],
  )
  const leaveOut = (indices: readonly number[]) =>
    change(({ out, ...rest }) => ({ ...rest, out: [...new Set([...out, ...indices])] }))
  const mend = useCallback(
    (index: number, question: ReadQuestion | null) =>
      change(before => ({ ...before, mended: { ...before.mended, [index]: question ?? undefined } })),
    [change],
  )

  const isSound = found.exam.length === 0 && found.questions.every(problems => problems.length === 0)
  return {
    title,
    setTitle,
    questions,
    problems: found.exam,
    hasLostId,
    toggle,
    leaveOut,
    mend,
    kept,
    isSound,
  }
}

/** A question that is left out has no problems any more, nor does one whose twin is left out. */
function lookedThrough(
  exam: ReadExam,
  out: ReadonlySet<number>,
  mended: Choices['mended'],
  problems: readonly (readonly string[])[],
  hints: readonly (readonly string[])[],
): LookedThrough[] {
  let kept = 0
  return exam.questions.map((question, index) => {
    const isMended = mended[index] !== undefined
    if (out.has(index)) return { question, isMended, index, isOut: true, problems: [], hints: [] }
    kept += 1
    const [wrong, twice] = [problems[kept - 1] ?? [], hints[index] ?? []]
    return { question, isMended, index, isOut: false, problems: wrong, hints: twice }
  })
}
