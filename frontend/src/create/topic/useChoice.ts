/** The outline that was chosen, with its edits. */
import { useCallback, useEffect, useState } from 'react'
import type { Outline } from '../../api/types'
import { useSession } from '../../session/session'
import { edit, edited, type Choice, type Edit, type EditedOutline } from './editing'
import { forgetChoice, keepChoice, keptChoice } from './keeping'

export interface ChoiceControl {
  readonly chosen: number | null
  readonly outline: EditedOutline | null
  readonly isEdited: boolean
  readonly choose: (index: number) => void
  readonly apply: (change: Edit) => void
  readonly reset: () => void
  readonly forget: () => void
}

export function useChoice(jobId: string, outlines: readonly Outline[]): ChoiceControl {
  const { owner } = useSession()
  const [choice, setChoice] = useState<Choice>(
    // Of one outline there is nothing to choose.
    () =>
      keptChoice(owner, jobId, outlines.length) ?? { chosen: outlines.length === 1 ? 0 : null, edits: {} },
  )

  useEffect(() => keepChoice(owner, jobId, choice), [owner, jobId, choice])

  const { chosen } = choice
  const generated = chosen === null ? undefined : outlines[chosen]
  const own = chosen === null ? undefined : choice.edits[chosen]

  const apply = useCallback(
    (change: Edit) => {
      setChoice(before => {
        const index = before.chosen
        const from = index === null ? undefined : outlines[index]
        if (index === null || !from) return before
        const now = edit(before.edits[index] ?? edited(from), change)
        return { ...before, edits: { ...before.edits, [index]: now } }
      })
    },
    [outlines],
  )
  const choose = useCallback((index: number) => setChoice(before => ({ ...before, chosen: index })), [])
  const reset = useCallback(() => {
    setChoice(({ chosen, edits }) => ({
      chosen,
      edits: Object.fromEntries(Object.entries(edits).filter(([index]) => Number(index) !== chosen)),
    }))
  }, [])
  const forget = useCallback(() => forgetChoice(owner, jobId), [owner, jobId])

  const outline = own ?? (generated ? edited(generated) : null)
  return { chosen, outline, isEdited: own !== undefined, choose, apply, reset, forget }
}
