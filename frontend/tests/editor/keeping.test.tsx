/** What was typed is kept, whatever other tabs of the lesson do; and one is asked before one leaves it. */
import { act, renderHook } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyOf, readDraft, writeDraft } from '../../src/editor/drafts'
import { begun, edited, type Editing } from '../../src/editor/editing'
import { useDraft } from '../../src/editor/useDraft'
import { useLeaveGuard } from '../../src/editor/useLeaveGuard'
import { OF_EXAM } from './lessons'

const PLACE = { owner: 'ada', courseId: 'course_1', lessonId: OF_EXAM.lesson_id }
const CLEAN = begun(OF_EXAM, null)
const MINE = edited(CLEAN, { type: 'typed', change: lesson => ({ ...lesson, title: 'Mine' }) })

beforeEach(() => window.localStorage.clear())
afterEach(() => window.history.replaceState(null, '', '/'))

const kept = () => window.localStorage.getItem(keyOf(PLACE)) !== null

/** A tab of the lesson, which is put away at once. */
function tab(state: Editing, hadDraft = false) {
  return renderHook(({ state }) => useDraft(PLACE, state, hadDraft), { initialProps: { state } })
}

test('a tab in which nothing is typed leaves what another one keeps', () => {
  tab(MINE).unmount()
  expect(kept()).toBe(true)
  tab(CLEAN).unmount()
  expect(readDraft(window.localStorage, PLACE, OF_EXAM)?.lesson?.title).toBe('Mine')
})

test('what this tab kept goes when it is saved, and so does what it began with', () => {
  const typing = tab(MINE)
  act(() => void window.dispatchEvent(new Event('pagehide')))
  expect(kept()).toBe(true)
  typing.rerender({ state: CLEAN })
  act(() => void window.dispatchEvent(new Event('pagehide')))
  expect(kept()).toBe(false)
  writeDraft(window.localStorage, PLACE, { base: 'v1', at: 1, lesson: OF_EXAM, aside: [] })
  tab(CLEAN, true).unmount()
  expect(kept()).toBe(false)
})

/** The address after the browser went somewhere; `state` is what the router has kept there. */
function goTo(address: string, state: unknown): PopStateEvent {
  window.history.replaceState(state, '', address)
  const event = new PopStateEvent('popstate', { state, cancelable: true })
  act(() => void window.dispatchEvent(event))
  return event
}

test('a heading of the view, or the skip link, is no other place', () => {
  window.history.replaceState({ idx: 3 }, '', '/courses/c/l/edit')
  const guard = renderHook(() => useLeaveGuard(true), { wrapper: MemoryRouter })
  goTo('/courses/c/l/edit#content', null)
  expect(guard.result.current.isAsked).toBe(false)
  goTo('/courses/c', { idx: 2 })
  expect(guard.result.current.isAsked).toBe(true)
})
