/** The exam of a file while it is being looked through: its title, and which questions stay in. */
import { useCallback, useMemo, useState } from 'react'
import type { ReadExam, ReadQuestion } from './exam'
import { problemsOf, problemsOfExamId } from './problems'

export interface LookedThrough {
  readonly question: ReadQuestion
  /** In the file, from 0. */
  readonly index: number
  readonly isOut: boolean
  readonly problems: readonly string[]
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

export function useExamDraft(exam: ReadExam): ExamDraft {
  const [title, setTitle] = useState(exam.title)
  const [out, setOut] = useState<ReadonlySet<number>>(new Set())

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
  const questions = useMemo(() => lookedThrough(exam, out, found.questions), [exam, out, found])

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
): LookedThrough[] {
  let kept = 0
  return exam.questions.map((question, index) => {
    if (out.has(index)) return { question, index, isOut: true, problems: [] }
    kept += 1
    return { question, index, isOut: false, problems: problems[kept - 1] ?? [] }
  })
}

function without(set: ReadonlySet<number>, member: number): Set<number> {
  const rest = new Set(set)
  rest.delete(member)
  return rest
}
