/** useLeaveGuard: asks before one leaves the view, or the page, with something that is not saved. */
import { useEffect, useEffectEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { hearPopsFirst } from '../shell/pops'

export interface Leaving {
  readonly isAsked: boolean
  readonly stay: () => void
  readonly leave: () => void
}

/** Steps from the entry of the history that is shown to the one that the browser went to, which is another. */
function stepsFrom(here: number | null): number {
  const there = indexIn(window.history.state) ?? 0 // as the router counts on from an entry without a number
  // Where they cannot be counted it was Back, which is by far the most usual.
  return here === null || there === here ? -1 : there - here
}

/** The router numbers the entries of the history; those that a link to a heading made have no number. */
function indexIn(state: unknown): number | null {
  const isNumbered = typeof state === 'object' && state !== null && 'idx' in state
  return isNumbered && typeof state.idx === 'number' ? state.idx : null
}

/** The router of this page cannot be made to wait, so links and the browser's Back are caught before it. */
export function useLeaveGuard(isOn: boolean): Leaving {
  const [go, setGo] = useState<(() => void) | null>(null)
  const navigate = useNavigate()

  const clicked = useEffectEvent((event: MouseEvent) => {
    const to = linkOf(event)
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    setGo(() => () => void navigate(to))
  })

  useEffect(() => {
    if (!isOn) return
    const path = window.location.pathname
    let here = indexIn(window.history.state)
    let isGoingBack = false
    let isLeaving = false
    const popped = (event: PopStateEvent) => {
      if (isLeaving) {
        isLeaving = false
        return
      }
      if (window.location.pathname === path && !isGoingBack) {
        here = indexIn(window.history.state) ?? here
        return // to a heading of this view
      }
      event.stopImmediatePropagation()
      if (isGoingBack) {
        isGoingBack = false
        return
      }
      isGoingBack = true
      const steps = stepsFrom(here)
      window.history.go(-steps)
      setGo(() => () => {
        isLeaving = true
        window.history.go(steps)
      })
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
