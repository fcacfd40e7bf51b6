/** Drafts of one lesson that is open in two tabs: a tab removes its own alone. */
import { renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { readDraft } from '../../src/editor/drafts'
import { begun, type Draft, type Editing } from '../../src/editor/editing'
import { useDraft } from '../../src/editor/useDraft'
import { OF_EXAM } from './lessons'

const PLACE = { owner: 'ada', courseId: 'course_1', lessonId: OF_EXAM.lesson_id }
const CLEAN = begun(OF_EXAM, null)
const typed = (title: string): Editing => ({ ...CLEAN, lesson: { ...OF_EXAM, title } })

const kept = () => readDraft(window.localStorage, PLACE, OF_EXAM)
const hide = () => document.dispatchEvent(new Event('visibilitychange'))

function tab(first: Editing, draft: Draft | null = null) {
  return renderHook(({ state }) => useDraft(PLACE, state, draft), { initialProps: { state: first } })
}

beforeEach(() => window.localStorage.clear())

test('a tab in which nothing was typed leaves the draft of another', () => {
  const other = tab(typed('Mine'))
  const clean = tab(CLEAN)
  hide()
  expect(kept()?.lesson?.title).toBe('Mine')
  clean.unmount()
  expect(kept()?.lesson?.title).toBe('Mine')
  other.unmount()
})

test('what is saved is kept no longer by the tab that kept it', () => {
  const one = tab(typed('Mine'))
  hide()
  expect(kept()).not.toBeNull()
  one.rerender({ state: CLEAN })
  hide()
  expect(kept()).toBeNull()
  one.unmount()
})

test('a tab that saves leaves what another has written since', () => {
  const one = tab(typed('Mine'))
  hide()
  const mine = kept()
  window.localStorage.clear()
  const other = tab(typed('Theirs'))
  other.unmount()
  const [key = ''] = Object.keys(window.localStorage)
  window.localStorage.setItem(key, JSON.stringify({ ...kept(), at: (mine?.at ?? 0) + 5 }))
  one.rerender({ state: CLEAN })
  one.unmount()
  expect(kept()?.lesson?.title).toBe('Theirs')
})

test('a draft that the lesson has caught up with is removed', () => {
  const before = tab(typed('Mine'))
  before.unmount()
  const draft = kept()
  expect(draft).not.toBeNull()
  const after = tab(CLEAN, draft)
  after.unmount()
  expect(kept()).toBeNull()
})
