/** useDraft: what was typed and not saved outlives the view, the tab and the browser. */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { removeDraft, writeDraft, type DraftPlace } from './drafts'
import { draftOf, type Draft, type Editing } from './editing'

/** ms. Long enough not to write with each key, short enough to lose no more than a word with a crash. */
const DELAY_MS = 400

/** Says whether what was typed is kept. `begun`: the draft that this tab began with. */
export function useDraft(place: DraftPlace, state: Editing, begun: Draft | null): boolean {
  // Another tab may have a draft of the same lesson: only this tab's own is removed.
  const own = useRef(begun?.at ?? null)
  const [isKept, setKept] = useState(true)
  const keep = useEffectEvent(() => {
    const draft = draftOf(state, Date.now())
    if (draft === null) {
      if (own.current !== null) removeDraft(window.localStorage, place, own.current)
      own.current = null
      setKept(true)
      return
    }
    const isWritten = writeDraft(window.localStorage, place, draft)
    if (isWritten) own.current = draft.at
    setKept(isWritten)
  })
  useEffect(() => {
    const timer = setTimeout(() => keep(), DELAY_MS)
    return () => clearTimeout(timer)
  }, [state])
  useEffect(() => {
    const hiding = () => keep()
    // The last moment that a page is told of before it is put away.
    document.addEventListener('visibilitychange', hiding)
    window.addEventListener('pagehide', hiding)
    return () => {
      document.removeEventListener('visibilitychange', hiding)
      window.removeEventListener('pagehide', hiding)
      hiding()
    }
  }, [])
  return isKept
}
