/** The audit in the view of operators: page by page, each entry with who did what. */
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { AuditEntry } from '../../src/api/operations'
import { Audit, targetOf } from '../../src/operations/Audit'
import { texts } from '../../src/texts'
import { operations } from '../../src/texts/operations'
import { draw, given, problem, stubService } from '../drawn'

const t = operations.audit

afterEach(() => {
  vi.unstubAllGlobals()
})

function entry(number: number, members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    number,
    at: '2026-11-28T09:30:00.000Z',
    actor: 'olga',
    role: 'operator',
    action: 'pause',
    target: { scope: 'owner', value: '<b>ada</b>' },
    previous: '0'.repeat(64),
    hash: 'abcdef0123456789'.repeat(4),
    ...members,
  }
}

test('the latest first, and older ones when they are asked for', async () => {
  const admin = entry(1, { actor: 'ada', role: 'org_admin', action: 'read_job', target: { job_id: 'job_1' } })
  const asked = stubService((_, url) =>
    url.searchParams.has('cursor')
      ? given({ entries: [admin], next_cursor: null })
      : given({ entries: [entry(2)], next_cursor: 'c1' }),
  )
  draw(<Audit />)
  await screen.findByText('olga (operator)')
  await userEvent.click(screen.getByRole('button', { name: texts.common.more }))
  await screen.findByText('ada (admin)')
  const [, ...rows] = within(screen.getByRole('group', { name: t.title })).getAllByRole('row')
  const cells = rows.map(row =>
    within(row)
      .getAllByRole('cell')
      .map(cell => cell.textContent),
  )
  expect(cells.map(([number, , who, what, target, hash]) => [number, who, what, target, hash])).toEqual([
    ['2', 'olga (operator)', t.actions.pause, 'scope: owner, value: <b>ada</b>', 'abcdef012345'],
    ['1', 'ada (admin)', t.actions.read_job, 'job id: job_1', 'abcdef012345'],
  ])
  expect(asked).toEqual(['GET /v1/admin/audit', 'GET /v1/admin/audit?cursor=c1'])
})

test('none is said, and so is a refusal', async () => {
  stubService(() => given({ entries: [], next_cursor: null }))
  const { unmount } = draw(<Audit />)
  await screen.findByText(t.none)
  unmount()
  stubService(() => problem(503, 'unavailable', 'Not now.'))
  draw(<Audit />)
  await screen.findByText(/^The service cannot answer at the moment\./)
})

test.each<[AuditEntry['target'], string]>([
  [{}, ''],
  [{ scope: 'all' }, 'scope: all'],
  [{ org_id: 'o1', job_id: 'j1' }, 'org id: o1, job id: j1'],
])('%o is told as %s', (target, told) => expect(targetOf({ target })).toBe(told))
