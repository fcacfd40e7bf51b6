/** useKeptExam: the exam of a file, kept while one looks at something else in this tab. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type Dispatch, type SetStateAction } from 'react'
import type { ReadExam } from './exam'
import type { Choices } from './useExamDraft'

export interface KeptExam {
  readonly exam: ReadExam
  /** Of the file. */
  readonly name: string
  readonly choices: Choices
}

const KEPT = ['exam of a file'] as const

/** In the cache of the session, so that nobody else finds it; it is gone with the page. */
export function useKeptExam(): [KeptExam | null, Dispatch<SetStateAction<KeptExam | null>>] {
  const queries = useQueryClient()
  const [kept, setKept] = useState(() => queries.getQueryData<KeptExam>(KEPT) ?? null)
  useEffect(() => {
    queries.setQueryDefaults(KEPT, { gcTime: Infinity })
    if (kept) queries.setQueryData(KEPT, kept)
    else queries.removeQueries({ queryKey: KEPT })
  }, [queries, kept])
  return [kept, setKept]
}
