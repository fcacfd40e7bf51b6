/** useLeaveGuard: asks before one leaves the view, or the page, with something that is not saved. */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { hearPopsFirst } from '../shell/pops'

export interface Leaving {
  readonly isAsked: boolean
  readonly stay: () => void
  readonly leave: () => void
}

/** Steps from the entry of the history that is shown to the one that the browser went to. */
function stepsFrom(here: number): number {
  return indexIn(window.history.state) - here
}

/** The router numbers the entries of the history. */
function indexIn(state: unknown): number {
  const isNumbered = typeof state === 'object' && state !== null && 'idx' in state
  return isNumbered && typeof state.idx === 'number' ? state.idx : 0
}

/** The router of this page cannot be made to wait, so links and the browser's Back are caught before it. */
export function useLeaveGuard(isOn: boolean): Leaving {
  const [go, setGo] = useState<(() => void) | null>(null)
  const navigate = useNavigate()
  const isLeaving = useRef(false)

  const clicked = useEffectEvent((event: MouseEvent) => {
    const to = linkOf(event)
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    setGo(() => () => void navigate(to))
  })

  useEffect(() => {
    if (!isOn) return
    const here = indexIn(window.history.state)
    const { pathname, search } = window.location
    isLeaving.current = false
    let isGoingBack = false
    const popped = (event: PopStateEvent) => {
      if (isLeaving.current) return
      // To a heading of this view, by an entry that the router has not numbered.
      const isHere = window.location.pathname === pathname && window.location.search === search
      if (isHere && !isGoingBack) return
      const steps = stepsFrom(here)
      event.stopImmediatePropagation()
      if (isGoingBack) {
        isGoingBack = false
        return
      }
      isGoingBack = true
      window.history.go(-steps)
      setGo(() => () => window.history.go(steps))
    }
    const closing = (event: BeforeUnloadEvent) => event.preventDefault()
    const click = (event: MouseEvent) => clicked(event)
    hearPopsFirst(popped)
    // Before the router hears of it.
    window.addEventListener('click', click, { capture: true })
    window.addEventListener('beforeunload', closing)
    return () => {
      hearPopsFirst(null)
      window.removeEventListener('click', click, { capture: true })
      window.removeEventListener('beforeunload', closing)
    }
  }, [isOn])

  return {
    isAsked: go !== null,
    stay: () => setGo(null),
    leave: () => {
      isLeaving.current = true
      setGo(null)
      go?.()
    },
  }
}

/** Where a click leads within this page and this tab; null for every other click. */
export function linkOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return null
  const to = new URL(link.href, window.location.href)
  if (to.origin !== window.location.origin) return null
  // A place on this very view, such as a footnote or the skip link.
  if (to.pathname === window.location.pathname && to.search === window.location.search) return null
  return to.pathname + to.search + to.hash
}
