/** "Your data": an export with its file, and an erasure that has to be meant. */
import { cleanNotifications } from '@mantine/notifications'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SessionContext } from '../../src/session/session'
import { YourData } from '../../src/settings/data/YourData'
import { save } from '../../src/components/saving'
import type { Job } from '../../src/api/types'
import { settings } from '../../src/texts/settings'
import { draw, given, problem, stubService } from '../drawn'
import { job } from '../queue/jobs'

vi.mock('../../src/components/saving', () => ({ save: vi.fn() }))

const t = settings.data
const archive = {
  archive_id: 'a1',
  url: '/v1/me/archives/a1',
  pieces: 3,
  size: 1_500_000,
  expires_at: '2999-12-05T12:00:00Z',
}
const exported = job({ pipeline: 'data_export', status: 'completed', is_finished: true, result: archive })

let jobs: Record<string, Job[]>
let answers: Record<string, () => Response>
let asked: string[]

beforeEach(() => {
  jobs = { data_export: [], data_erasure: [] }
  answers = {}
  asked = stubService((what, url) => {
    if (what === 'GET /v1/jobs') {
      return given({ jobs: jobs[url.searchParams.get('pipeline') ?? ''], next_cursor: null })
    }
    if (what === 'GET /v1/me/archives/a1')
      return new Response(`piece ${url.searchParams.get('piece') ?? ''};`)
    return answers[what]?.()
  })
})

afterEach(() => {
  cleanNotifications()
  vi.mocked(save).mockClear()
  window.localStorage.clear()
  vi.unstubAllGlobals()
})

function drawData(beside?: ReactNode): void {
  const session = { owner: 'ada', name: 'Ada', token: () => Promise.resolve('x'), signOut: () => undefined }
  draw(
    <SessionContext value={session}>
      {beside}
      <YourData />
    </SessionContext>,
  )
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const acts = () => asked.filter(one => one.includes('/v1/me'))

test('an export is asked for once, and its job is shown', async () => {
  answers['GET /v1/me/export'] = () =>
    given(job({ pipeline: 'data_export', message: 'Reading courses' }), 202)
  drawData()
  await press(t.export.start)
  await screen.findByText('Reading courses')
  const start = screen.getByRole('button', { name: t.export.start })
  expect((start as HTMLButtonElement).disabled).toBe(true)
  expect(screen.getByRole('link', { name: t.job }).getAttribute('href')).toBe('/jobs/job_1')
  expect(acts()).toEqual(['GET /v1/me/export'])
})

test('the pieces of an archive are one file, in their order', async () => {
  jobs.data_export = [exported]
  drawData()
  await press(t.export.download('1.5 MB'))
  await waitFor(() => expect(save).toHaveBeenCalledOnce())
  const [file] = vi.mocked(save).mock.calls[0] ?? []
  expect(file?.name).toBe('coursemill-a1.json')
  expect(await file?.content.text()).toBe('piece 1;piece 2;piece 3;')
})

test('a failed one says why, and can be asked for again', async () => {
  const error = {
    code: 'deadline-exceeded',
    message: 'After 600 s.',
    step: null,
    item_id: null,
    retryable: true,
  }
  jobs.data_export = [job({ pipeline: 'data_export', status: 'failed', is_finished: true, error })]
  drawData()
  await screen.findByText(/The job took longer than it may\./)
  const start = screen.getByRole('button', { name: t.export.start })
  expect((start as HTMLButtonElement).disabled).toBe(false)
})

test.each(['', 'eras', 'erase me', 'export'])('nothing is erased for the word “%s”', async typed => {
  drawData()
  await press(t.erase.start)
  const field = await screen.findByRole('textbox', { name: t.erase.type })
  if (typed) await userEvent.type(field, typed)
  await press(t.erase.yes)
  await screen.findByText(t.erase.other)
  expect(acts()).toEqual([])
})

test('with the word it is erased, and the page follows the job to its receipt', async () => {
  answers['DELETE /v1/me'] = () => {
    const receipt = {
      erased: { exams: 2, courses: 0 },
      kept: ['spending'],
      erased_at: '2026-11-28T12:00:00Z',
    }
    return given(
      job({ pipeline: 'data_erasure', status: 'completed', is_finished: true, result: { receipt } }),
      202,
    )
  }
  window.localStorage.setItem('coursemill.lead-on.ada', 'true')
  jobs.data_export = [exported]
  drawData()
  await screen.findByRole('button', { name: t.export.download('1.5 MB') })
  jobs.data_export = []
  await press(t.erase.start)
  await userEvent.type(await screen.findByRole('textbox', { name: t.erase.type }), 'Erase ')
  await press(t.erase.yes)
  await screen.findByText('exams: 2')
  // The archive is gone with all else.
  await screen.findByRole('button', { name: t.export.start })
  expect(screen.queryByText('courses: 0')).toBeNull()
  expect(screen.getByText(t.erase.kept('spending'))).toBeTruthy()
  expect(acts()).toEqual(['DELETE /v1/me'])
  expect(window.localStorage.getItem('coursemill.lead-on.ada')).toBeNull()
})

/** Something that the page keeps: there before the receipt is shown, looked for afterwards. */
function Kept() {
  const queries = useQueryClient()
  useState(() => queries.setQueryData(['exam of a file'], 'Bees'))
  const [found, setFound] = useState('not looked for')
  return (
    <button onClick={() => setFound(queries.getQueryData(['exam of a file']) ?? 'gone')}>
      Kept: {found}
    </button>
  )
}

test.each([
  [null, 'gone'],
  ['2026-11-28T12:00:00Z', 'Bees'],
])('what is kept goes with an erasure once: known so far %s, then %s', async (known, found) => {
  if (known !== null) window.localStorage.setItem('coursemill.erased.ada', known)
  const receipt = { erased: { exams: 2 }, kept: [], erased_at: '2026-11-28T12:00:00Z' }
  jobs.data_erasure = [
    job({ pipeline: 'data_erasure', status: 'completed', is_finished: true, result: { receipt } }),
  ]
  drawData(<Kept />)
  await screen.findByText('exams: 2')
  await userEvent.click(screen.getByRole('button', { name: 'Kept: not looked for' }))
  expect(screen.getByRole('button', { name: `Kept: ${found}` })).toBeTruthy()
})

test('a refusal is told in the dialog, which stays', async () => {
  answers['DELETE /v1/me'] = () => problem(503, 'unavailable', 'The service is being updated.')
  drawData()
  await press(t.erase.start)
  await userEvent.type(await screen.findByRole('textbox', { name: t.erase.type }), t.erase.word)
  await press(t.erase.yes)
  await screen.findByText(/^The service cannot answer at the moment\./)
  expect(screen.getByRole('textbox', { name: t.erase.type })).toBeTruthy()
})
