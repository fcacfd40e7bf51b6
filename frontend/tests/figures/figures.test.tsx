/** The view of figures: what is asked for stands in the address, and each plot has its table. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import Figures from '../../src/figures/Figures'
import { SessionContext } from '../../src/session/session'
import { figures as t } from '../../src/texts/figures'
import { address, draw, given, problem, stubService } from '../drawn'
import { answer as answered, row } from './rows'

vi.mock('../../src/figures/PlotChart', () => ({ default: () => null }))

let asked: string[]
let answer: (url: URL) => Response

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-28T12:00:00Z'), toFake: ['Date'] })
  answer = url => {
    const key = url.searchParams.get('by') === 'day' ? '2026-11-28' : 'generate_lessons'
    return given(answered([row(key)]))
  }
  asked = stubService((what, url) => (what === 'GET /v1/analytics' ? answer(url) : undefined))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function figuresOf(roles: readonly string[], at = '/figures'): void {
  const token = `x.${btoa(JSON.stringify({ sub: 'ada', roles }))}.x`
  const session = { owner: 'ada', name: 'Ada', token: () => Promise.resolve(token), signOut: () => undefined }
  draw(
    <SessionContext value={session}>
      <Figures />
    </SessionContext>,
    at,
  )
}

const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('combobox', { name: label }), { target: { value } })

test('each plot is an image with its words, and beside it the table of its numbers', async () => {
  figuresOf([], '/figures?days=7')
  await screen.findByRole('img', { name: `${t.failures.title}. 1, most often model-refused.` })
  expect(screen.getAllByRole('img').map(one => one.getAttribute('aria-label'))).toHaveLength(6)
  const numbers = screen.getByRole('group', { name: t.table(t.jobs.title) })
  const rows = within(numbers).getAllByRole('row')
  expect(rows).toHaveLength(2)
  expect(rows[1]?.textContent).toBe('2026-11-281081180 %')
  expect(asked).toEqual([
    'GET /v1/analytics?by=day&scope=own&from=2026-11-22&to=2026-11-28',
    'GET /v1/analytics?by=step&scope=own&from=2026-11-22&to=2026-11-28',
  ])
})

test('what is chosen stands in the address', async () => {
  figuresOf([])
  await screen.findAllByRole('img')
  choose(t.by.label, 'model')
  expect(address()).toBe('/figures?by=model')
  choose(t.range.label, '90')
  expect(address()).toBe('/figures?by=model&days=90')
  choose(t.range.label, 'own')
  fireEvent.change(screen.getByLabelText(t.range.from), { target: { value: '2026-11-01' } })
  expect(address()).toBe('/figures?by=model&from=2026-11-01&to=2026-11-28')
  await waitFor(() =>
    expect(asked).toContain('GET /v1/analytics?by=model&scope=own&from=2026-11-01&to=2026-11-28'),
  )
})

test('a range that is none is told at its field, and not asked for', async () => {
  figuresOf([], '/figures?from=2026-11-01&to=2026-11-10')
  await screen.findAllByRole('img')
  const { length } = asked
  fireEvent.change(screen.getByLabelText(t.range.to), { target: { value: '2026-10-10' } })
  expect(screen.getByText(t.range.order)).toBeTruthy()
  fireEvent.change(screen.getByLabelText(t.range.to), { target: { value: '2028-10-10' } })
  expect(screen.getByText(t.range.most(366))).toBeTruthy()
  expect(address()).toBe('/figures?from=2026-11-01&to=2026-11-10')
  expect(asked).toHaveLength(length)
})

test.each<[string[], string[]]>([
  [[], []],
  [['org_admin'], ['own', 'org']],
  [['operator'], ['own', 'all']],
  [
    ['operator', 'org_admin'],
    ['own', 'org', 'all'],
  ],
])('with the roles %j one may choose among %j', async (roles, scopes) => {
  figuresOf(roles)
  await screen.findAllByRole('img')
  const found = screen.queryByRole('combobox', { name: t.scope.label })
  const options = found ? within(found).getAllByRole('option') : []
  expect(options.map(option => (option as HTMLOptionElement).value)).toEqual(scopes)
})

test('who may not see them is told so', async () => {
  answer = () => problem(403, 'role-required', 'Only an operator sees the figures of all.')
  figuresOf([], '/figures?scope=all')
  expect((await screen.findByRole('alert')).textContent).toContain(
    'Only an operator sees the figures of all.',
  )
})

test('without a job there are no plots', async () => {
  answer = () => given(answered([], { jobs: { started: 0, completed: 0, failed: 0, cancelled: 0 } }))
  figuresOf([])
  await screen.findByText(t.empty)
  expect(screen.queryAllByRole('img')).toEqual([])
})
