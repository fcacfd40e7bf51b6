/** Leaving with something that is not saved: which entries of the history are another view. */
import { act, renderHook } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useLeaveGuard } from '../../src/editor/useLeaveGuard'

const EDITOR = 'http://page.test/courses/bees/lesson/edit'

let gone: number[]
let now: { url: string; state: unknown }

/** The browser is at this entry: its address, and the router's number of it or null. */
function at(url: string, index: number | null) {
  now = { url, state: index === null ? null : { idx: index } }
}

/** Says whether the router hears of it. */
function pop(url: string, index: number | null): boolean {
  at(url, index)
  const event = new PopStateEvent('popstate', { cancelable: true })
  const heard = vi.fn()
  window.addEventListener('popstate', heard)
  act(() => void window.dispatchEvent(event))
  window.removeEventListener('popstate', heard)
  return heard.mock.calls.length > 0
}

const guard = () => renderHook(() => useLeaveGuard(true), { wrapper: MemoryRouter })

beforeEach(() => {
  gone = []
  vi.spyOn(window.history, 'go').mockImplementation((steps = 0) => void gone.push(steps))
  vi.spyOn(window.history, 'state', 'get').mockImplementation(() => now.state)
  vi.spyOn(window.location, 'pathname', 'get').mockImplementation(() => new URL(now.url).pathname)
})

afterEach(() => {
  vi.restoreAllMocks()
})

test('a place on this view is gone to without asking, and Back from it', () => {
  at(EDITOR, 3)
  const { result } = guard()
  expect(pop(`${EDITOR}#content`, null)).toBe(true)
  expect(pop(EDITOR, 3)).toBe(true)
  expect([result.current.isAsked, gone]).toEqual([false, []])
})

test('Back to another view is taken back and asked about; whoever leaves goes there', () => {
  at(EDITOR, 3)
  const { result } = guard()
  expect(pop('http://page.test/courses', 1)).toBe(false)
  expect([result.current.isAsked, gone]).toEqual([true, [2]])
  expect(pop(EDITOR, 3)).toBe(false)
  act(() => result.current.leave())
  expect([result.current.isAsked, gone]).toEqual([false, [2, -2]])
  expect(pop('http://page.test/courses', 1)).toBe(true)
})

test('whoever stays is asked again', () => {
  at(EDITOR, 3)
  const { result } = guard()
  pop('http://page.test/courses', 2)
  pop(EDITOR, 3)
  act(() => result.current.stay())
  expect(pop('http://page.test/courses', 2)).toBe(false)
  expect([result.current.isAsked, gone]).toEqual([true, [1, 1]])
})

test('whoever has left and is still here is asked again', () => {
  at(EDITOR, 3)
  const { result } = guard()
  pop('http://page.test/courses', 2)
  pop(EDITOR, 3)
  act(() => result.current.leave())
  pop('http://page.test/courses', 2)
  expect(pop('http://page.test/courses', 1)).toBe(false)
  expect(result.current.isAsked).toBe(true)
})

test('begun at an entry without a number, Back is one step', () => {
  at(`${EDITOR}#content`, null)
  const { result } = guard()
  expect(pop('http://page.test/courses', 4)).toBe(false)
  expect([result.current.isAsked, gone]).toEqual([true, [1]])
})

test('begun at an entry without a number, the number is learnt', () => {
  at(`${EDITOR}#content`, null)
  guard()
  pop(EDITOR, 5)
  expect(pop('http://page.test/courses', 3)).toBe(false)
  expect(gone).toEqual([2])
})
