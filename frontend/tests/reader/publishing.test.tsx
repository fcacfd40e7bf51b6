/** Who can read a course besides its author: what is said, what is asked for, what the gate refuses. */
import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useApi } from '../../src/api/context'
import type { Course } from '../../src/api/types'
import { courseKey } from '../../src/jobs/keys'
import { Publishing } from '../../src/reader/Publishing'
import { texts } from '../../src/texts'
import { draw, given, problem } from '../drawn'

const t = texts.sharing
const FINDINGS = [
  { rule: 'r1', level: 'block', pointer: '/topics/0', message: 'It **says** nothing.' },
  { rule: 'r2', level: 'warn', pointer: '/topics/1', message: 'It is long.' },
]

/** What the service has of the course. */
let stored: { status: string; link: boolean; blocked: boolean }
let sent: [path: string, body: unknown][]

const shown = () =>
  ({
    course_id: 'bees',
    kind: 'exam',
    status: stored.status,
    share: stored.link ? { slug: 'abc', url: '/c/abc' } : null,
    quality: { blocked: stored.blocked, findings: stored.blocked ? FINDINGS : [] },
  }) as unknown as Course

beforeEach(() => {
  stored = { status: 'draft', link: false, blocked: false }
  sent = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return given(shown())
    const path = new URL(request.url).pathname.split('/').at(-1) ?? ''
    const text = await request.text()
    const body = (text ? JSON.parse(text) : null) as { link?: string; accept_findings?: boolean } | null
    sent.push([path, body])
    if (path === 'unpublish') stored = { ...stored, status: 'draft', link: false }
    else if (stored.blocked && stored.status === 'draft' && !body?.accept_findings)
      return problem(409, 'quality-blocked', 'The quality rules found what blocks it.')
    else stored = { ...stored, status: 'published', link: body?.link ? body.link === 'anyone' : stored.link }
    return given(shown())
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function Panel() {
  const api = useApi()
  const { data } = useQuery({ queryKey: courseKey('bees'), queryFn: () => api.course('bees') })
  return (
    data && (
      <>
        <p>Read</p>
        <Publishing course={data} />
      </>
    )
  )
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const told = (text: string) => screen.findByText(text, { exact: false })
const linkShown = () => screen.queryByRole<HTMLInputElement>('textbox', { name: t.link })?.value

test('it is published, given its link, and taken back', async () => {
  draw(<Panel />)
  await told(t.draft)
  await press(t.publish)
  await told(t.published)
  expect(linkShown()).toBeUndefined()
  await press(t.giveLink)
  await told(t.shared)
  expect(linkShown()).toBe(`${window.location.origin}/c/abc`)
  await press(t.takeLink)
  await told(t.published)
  await press(t.unpublish)
  await told(t.draft)
  expect(sent).toEqual([
    ['publish', { accept_findings: false }],
    ['publish', { accept_findings: false, link: 'anyone' }],
    ['publish', { accept_findings: false, link: 'none' }],
    ['unpublish', null],
  ])
})

test('the link is copied, and selected where the browser does not let it be', async () => {
  stored = { status: 'published', link: true, blocked: false }
  const user = userEvent.setup()
  draw(<Panel />)
  await press(t.copy)
  await screen.findByRole('button', { name: t.copied })
  expect(await navigator.clipboard.readText()).toBe(linkShown())
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('Not allowed'))
  await user.click(screen.getByRole('button', { name: t.copied }))
  expect((await screen.findByRole('alert')).textContent).toBe(t.notCopied)
})

test('what the gate refuses is shown, and published all the same as it was asked for', async () => {
  stored.blocked = true
  draw(<Panel />)
  await press(t.share)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('It **says** nothing.')
  expect(alert.textContent).not.toContain('It is long.')
  expect(stored.status).toBe('draft')
  // What was refused stands until the answer is here.
  const { fetch } = globalThis
  let answer = () => {}
  const held = new Promise<void>(resolve => (answer = resolve))
  vi.stubGlobal('fetch', async (request: Request) => {
    await held
    return fetch(request)
  })
  await press(t.accept)
  expect(screen.getByRole('alert').textContent).toContain('It **says** nothing.')
  answer()
  await told(t.shared)
  expect(screen.queryByRole('alert')).toBeNull()
  expect(document.activeElement?.textContent).toContain(t.shared)
  expect(sent.at(-1)?.[1]).toMatchObject({ accept_findings: true, link: 'anyone' })
})

test('what fails is told, and what the course is by now is shown', async () => {
  draw(<Panel />)
  await told(t.draft)
  stored = { status: 'published', link: true, blocked: false }
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (request: Request) =>
    request.method === 'GET' ? fetch(request) : Promise.reject(new TypeError('Failed to fetch')),
  )
  await press(t.publish)
  expect((await screen.findByRole('alert')).textContent).toBe('The service cannot be reached.')
  await told(t.shared)
})

test('of what is being written nothing is said', async () => {
  stored.status = 'generating'
  const { container } = draw(<Panel />)
  await screen.findByText('Read')
  expect(container.querySelector('[data-publishing]')).toBeNull()
})
