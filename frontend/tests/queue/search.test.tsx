/** What is typed into the search stands in the address a moment later, beside all else that was chosen. */
import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter, useLocation, useSearchParams } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Filters } from '../../src/queue/Filters'
import { shownBy } from '../../src/queue/filters'

function Shown({ isThere }: { isThere: boolean }) {
  const [search] = useSearchParams()
  const address = useLocation().search
  return (
    <>
      {isThere && <Filters shown={shownBy(search)} />}
      <output>{address}</output>
    </>
  )
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function At({ isThere }: { isThere: boolean }) {
  return (
    <MantineProvider env="test">
      <MemoryRouter initialEntries={['/queue']}>
        <Shown isThere={isThere} />
      </MemoryRouter>
    </MantineProvider>
  )
}

const type = (text: string) => fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } })
const address = () => document.querySelector('output')?.textContent

function pass(ms: number): void {
  act(() => {
    vi.advanceTimersByTime(ms)
  })
}

test('letters that follow each other are one search, without the spaces around it', () => {
  render(<At isThere />)
  type('b')
  pass(200)
  type('bees ')
  pass(200)
  expect(address()).toBe('')
  pass(200)
  expect(address()).toBe('?q=bees')
})

test('a filter that is chosen before the search is in the address stays chosen', () => {
  render(<At isThere />)
  type('bees')
  fireEvent.click(screen.getByRole('link', { name: 'Failed' }))
  fireEvent.change(screen.getByRole('combobox', { name: 'Time' }), { target: { value: '7' } })
  pass(1_000)
  expect(address()).toBe('?status=failed&q=bees&days=7')
})

test('who has left is not led back', () => {
  const { rerender } = render(<At isThere />)
  type('bees')
  rerender(<At isThere={false} />)
  pass(1_000)
  expect(address()).toBe('')
})
