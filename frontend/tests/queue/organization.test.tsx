/** Jobs of an organization: for its admins to see; each is done something with by its owner alone. */
import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import Queue from '../../src/queue/Queue'
import { addressOf, shownBy } from '../../src/queue/filters'
import { SessionContext } from '../../src/session/session'
import { texts } from '../../src/texts'
import { draw, given, stubService } from '../drawn'
import { job } from './jobs'

const t = texts.queue

afterEach(() => {
  vi.unstubAllGlobals()
})

const jobs = [
  job({ job_id: 'a', owner: 'ada', title: 'Bees' }),
  job({ job_id: 'b', owner: 'grace', title: 'Wasps' }),
]
let asked: string[]

beforeEach(() => {
  asked = stubService((what, url) => {
    if (what !== 'GET /v1/jobs') return undefined
    const all = url.searchParams.get('scope') === 'org'
    return given({ jobs: all ? jobs : jobs.slice(0, 1), next_cursor: null })
  })
})

function tokenOf(roles: readonly string[]): string {
  return `x.${btoa(JSON.stringify({ sub: 'ada', roles }))}.x`
}

function queueOf(roles: readonly string[], at: string): void {
  const session = {
    owner: 'ada',
    name: 'Ada',
    token: () => Promise.resolve(tokenOf(roles)),
    signOut: () => undefined,
  }
  draw(
    <SessionContext value={session}>
      <Queue />
    </SessionContext>,
    at,
  )
}

const scope = () => screen.queryByRole('combobox', { name: t.scope.label })

test('who has not the role is not offered it', async () => {
  queueOf([], '/queue')
  await screen.findByText('Bees')
  expect(scope()).toBeNull()
  expect(asked).toEqual(['GET /v1/jobs'])
})

test('an admin sees whose jobs they are, and can do something with their own', async () => {
  queueOf(['org_admin'], '/queue?scope=org')
  await screen.findByText('Wasps')
  const chosen = await screen.findByRole<HTMLSelectElement>('combobox', { name: t.scope.label })
  expect(chosen.value).toBe('org')
  expect(asked).toContain('GET /v1/jobs?scope=org')
  expect(screen.getByRole('button', { name: t.actions.of(t.actions.cancel, 'Bees') })).toBeTruthy()
  expect(screen.queryByRole('button', { name: t.actions.of(t.actions.cancel, 'Wasps') })).toBeNull()
  expect(screen.getAllByText(t.by('grace'))).toHaveLength(1)
  const choosers = screen.getAllByRole('checkbox').map(one => one.getAttribute('aria-label'))
  expect(choosers).toEqual([t.bulk.choose('Bees')])
})

test.each<[string, 'org' | undefined]>([
  ['', undefined],
  ['scope=org', 'org'],
  ['scope=all', undefined],
])('the scope stands in the address: %s', (search, scope) => {
  const shown = shownBy(new URLSearchParams(search))
  expect(shown.scope).toBe(scope)
  expect(addressOf({ ...shown, filter: 'failed' })).toBe(`?status=failed${scope ? '&scope=org' : ''}`)
})
