/** Why something was not started, and when it may be: as the answer said it, however late it is drawn. */
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from '../../src/api/errors'
import { moment } from '../../src/queue/amounts'
import { Refusal } from '../../src/create/Refusal'
import { texts } from '../../src/texts'

const t = texts.create.refused
const NOW = Date.parse('2026-11-22T09:30:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})

afterEach(() => {
  vi.useRealTimers()
})

const refusal = (error: ApiProblem) => (
  <MantineProvider env="test">
    <MemoryRouter>
      <Refusal error={error} />
    </MemoryRouter>
  </MantineProvider>
)
const met = (retryAfterMs: number) =>
  new ApiProblem(429, { code: 'spend-limit-reached', detail: 'The ceiling is met.' }, retryAfterMs)
const told = () => screen.getByRole('alert').textContent

test('a ceiling says until when, the same with each drawing', () => {
  const error = met(3 * 3_600_000)
  const { rerender } = render(refusal(error))
  const first = told()
  expect(first).toContain(`The ceiling is met. ${t.waitUntil(moment('2026-11-22T12:30:00Z', NOW))}`)
  vi.setSystemTime(NOW + 20 * 60_000)
  rerender(refusal(error))
  expect(told()).toBe(first)
})

test('a short wait is told in seconds', () => {
  render(refusal(met(89_500)))
  expect(told()).toContain(t.wait(90))
})

test('a pause is told with the operator’s reason and no time', () => {
  render(refusal(new ApiProblem(503, { code: 'paused', detail: 'Paused: maintenance.' }, 60_000)))
  expect(told()).toBe(`${t.paused}Paused: maintenance.`)
})
