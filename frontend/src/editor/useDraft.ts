/** useDraft: what was typed and not saved outlives the view, the tab and the browser. */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { removeDraft, writeDraft, type DraftPlace } from './drafts'
import { draftOf, type Editing } from './editing'

/** ms. Long enough not to write with each key, short enough to lose no more than a word with a crash. */
const DELAY_MS = 400

/** Says whether what was typed is kept. `hadDraft`: the view began with one that was kept before. */
export function useDraft(place: DraftPlace, state: Editing, hadDraft: boolean): boolean {
  const [isKept, setKept] = useState(true)
  // What another tab of this lesson keeps stays.
  const isOurs = useRef(hadDraft)
  const keep = useEffectEvent(() => {
    const draft = draftOf(state, Date.now())
    if (draft === null && isOurs.current) removeDraft(window.localStorage, place)
    isOurs.current = draft !== null
    setKept(draft === null || writeDraft(window.localStorage, place, draft))
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
