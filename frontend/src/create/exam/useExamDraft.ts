/** The exam of a file while it is being looked through: its title, and which questions stay in. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ReadExam, ReadQuestion } from './exam'
import { hintsOf, problemsOf, problemsOfExamId } from './problems'

export interface LookedThrough {
  readonly question: ReadQuestion
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
  /** What is sent: without the questions that are left out. */
  readonly kept: ReadExam
  readonly isSound: boolean
}

/** What a person has chosen of it; `keep` is told of each change. */
export interface Choices {
  readonly title: string
  readonly out: readonly number[]
}

export function useExamDraft(exam: ReadExam, chosen: Choices, keep: (choices: Choices) => void): ExamDraft {
  const [title, setTitle] = useState(chosen.title)
  const [out, setOut] = useState<ReadonlySet<number>>(() => new Set(chosen.out))
  useEffect(() => keep({ title, out: [...out] }), [keep, title, out])

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
  const questions = useMemo(() => lookedThrough(exam, out, found.questions, hints), [exam, out, found, hints])

  const toggle = useCallback((index: number) => {
    setOut(before => (before.has(index) ? without(before, index) : new Set(before).add(index)))
  }, [])
  const leaveOut = useCallback((indices: readonly number[]) => {
    setOut(before => new Set([...before, ...indices]))
  }, [])

  const isSound = found.exam.length === 0 && found.questions.every(problems => problems.length === 0)
  return { title, setTitle, questions, problems: found.exam, hasLostId, toggle, leaveOut, kept, isSound }
}

/** A question that is left out has no problems any more, nor does one whose twin is left out. */
function lookedThrough(
  exam: ReadExam,
  out: ReadonlySet<number>,
  problems: readonly (readonly string[])[],
  hints: readonly (readonly string[])[],
): LookedThrough[] {
  let kept = 0
  return exam.questions.map((question, index) => {
    if (out.has(index)) return { question, index, isOut: true, problems: [], hints: [] }
    kept += 1
    return { question, index, isOut: false, problems: problems[kept - 1] ?? [], hints: hints[index] ?? [] }
  })
}

function without(set: ReadonlySet<number>, member: number): Set<number> {
  const rest = new Set(set)
  rest.delete(member)
  return rest
}
