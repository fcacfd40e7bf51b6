/** What is typed into the search stands in the address a moment later, beside all else that was chosen. */
import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter, useLocation, useSearchParams } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Filters } from '../../src/queue/Filters'
import { shownBy } from '../../src/queue/filters'

let address = ''

function Shown() {
  const [search] = useSearchParams()
  address = useLocation().search
  return <Filters shown={shownBy(search)} />
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const draw = () =>
  render(
    <MantineProvider env="test">
      <MemoryRouter initialEntries={['/queue']}>
        <Shown />
      </MemoryRouter>
    </MantineProvider>,
  )

const type = (text: string) => fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } })
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))

test('letters that follow each other are one search, without the spaces around it', () => {
  draw()
  type('b')
  pass(200)
  type('bees ')
  pass(200)
  expect(address).toBe('')
  pass(200)
  expect(address).toBe('?q=bees')
})

test('a filter that is chosen before the search is in the address stays chosen', () => {
  draw()
  type('bees')
  fireEvent.click(screen.getByRole('link', { name: 'Failed' }))
  fireEvent.change(screen.getByRole('combobox', { name: 'Time' }), { target: { value: '7' } })
  pass(1_000)
  expect(address).toBe('?status=failed&q=bees&days=7')
})

test('who has left is not led back', () => {
  const { unmount } = draw()
  type('bees')
  unmount()
  pass(1_000)
  expect(address).toBe('')
})
