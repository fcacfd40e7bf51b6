/** Copied: once, also where the answer gets lost. */
import { cleanNotifications } from '@mantine/notifications'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { OwnedMenu } from '../../src/owned/OwnedMenu'
import { texts } from '../../src/texts'
import { draw, given, problem } from '../drawn'

const t = texts.owned
const BEES = { kind: 'course', id: 'bees', title: 'Bees' } as const

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

/** The keys under which copies are asked for. */
function stubCopies(...answers: (Response | Error)[]): string[] {
  const keys: string[] = []
  vi.stubGlobal('fetch', (request: Request): Promise<Response> => {
    if (request.method !== 'POST') return Promise.resolve(given({ courses: [], next_cursor: null }))
    expect(new URL(request.url).pathname).toBe('/v1/courses/bees/copy')
    keys.push(request.headers.get('idempotency-key') ?? '')
    const answer = answers.shift()
    if (answer instanceof Error) return Promise.reject(answer)
    return Promise.resolve(answer ?? problem(404, 'course-not-found'))
  })
  return keys
}

async function copy(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: t.menu('Bees') }))
  await userEvent.click(await screen.findByRole('menuitem', { name: t.copy }))
}

test('two copies are two, and one that is asked for again is one', async () => {
  const made = { course_id: 'bees-2', title: 'Bees' }
  const keys = stubCopies(new TypeError('Failed to fetch'), given(made, 201), given(made, 201))
  draw(<OwnedMenu owned={BEES} canCopy />)
  await copy()
  await screen.findByText(t.notCopied('Bees'))
  await copy()
  await screen.findByText(t.copied('Bees'))
  await copy()
  await vi.waitFor(() => expect(keys).toHaveLength(3))
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('a refusal is told as it is', async () => {
  stubCopies(problem(403, 'course-quota-exceeded', 'No more copies of courses can be stored.'))
  draw(<OwnedMenu owned={BEES} canCopy />)
  await copy()
  await screen.findByText(
    'No more copies of courses can be stored. Delete one that you do not need any more.',
  )
})

test('what cannot be copied does not offer it', async () => {
  draw(<OwnedMenu owned={BEES} />)
  await userEvent.click(screen.getByRole('button', { name: t.menu('Bees') }))
  await screen.findByRole('menuitem', { name: t.remove })
  expect(screen.queryByRole('menuitem', { name: t.copy })).toBeNull()
})
