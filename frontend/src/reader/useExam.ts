/** useExam: the questions that an exam's course is about; the course itself names only their ids. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ApiClient } from '../api/client'
import { useApi } from '../api/context'
import { isGone } from '../api/errors'
import type { Question } from '../api/types'
import { examKey } from '../jobs/keys'

export interface Exam {
  readonly questions: ReadonlyMap<string, Question>
  readonly isPending: boolean
  /** It has been removed since. */
  readonly isGone: boolean
  /** Its questions are not for who reads this. */
  readonly isHidden?: boolean
}

const NO_QUESTIONS: readonly Question[] = []

export function examQuery(api: ApiClient, examId: string) {
  return queryOptions({
    queryKey: examKey(examId),
    queryFn: ({ signal }) => api.exam(examId, signal),
    // An exam is never changed.
    staleTime: Infinity,
  })
}

/** null: of a course that has no exam. */
export function useExam(examId: string | null): Exam {
  const api = useApi()
  const query = useQuery({ ...examQuery(api, examId ?? ''), enabled: examId !== null })
  const list = query.data?.questions ?? NO_QUESTIONS
  const questions = useMemo(() => new Map(list.map(one => [one.question_id, one])), [list])
  return { questions, isPending: query.isPending && examId !== null, isGone: isGone(query.error) }
}
