import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { searchAt, stageOf, type Stage } from './stage'

export type GoTo = (stage: Stage) => void

/** The stage in the address. Replaced, not added: after closing, "back" leads where one was before. */
export function useStage(): [Stage, GoTo] {
  const [search, setSearch] = useSearchParams()
  const stage = useMemo(() => stageOf(search), [search])
  const goTo = useCallback<GoTo>(
    next => setSearch(before => searchAt(before, next), { replace: true, preventScrollReset: true }),
    [setSearch],
  )
  return [stage, goTo]
}
