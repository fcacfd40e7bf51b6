/** A batch in the page: how it stands, what was not started, and what is done with the whole of it. */
import { cleanNotifications } from '@mantine/notifications'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import Batches from '../../src/batches/Batches'
import BatchPage from '../../src/batches/BatchPage'
import { useStartBatch } from '../../src/batches/useBatch'
import { batches as t } from '../../src/texts/batches'
import { draw, given, problem, stubService } from '../drawn'
import { job } from '../queue/jobs'
import { batchView, refusal } from './batches'

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

const at = (path: string) =>
  draw(
    <Routes>
      <Route path="/batches" element={<Batches />} />
      <Route path="/batches/:batchId" element={<BatchPage />} />
    </Routes>,
    path,
  )

const failed = job({ job_id: 'a', title: 'Bees', status: 'failed', is_finished: true, can_resume: true })
const running = job({ job_id: 'b', title: 'Wasps' })

test('it stands as the service says, with why a place has no job', async () => {
  const jobs = [failed, refusal('Too many jobs.'), running, refusal('No time left.', 'unavailable')]
  stubService(what =>
    what === 'GET /v1/batches/b1'
      ? given(batchView(jobs, { failed: 1, refused: 2, running: 1 }, false))
      : undefined,
  )
  at('/batches/b1')
  await screen.findByText(t.ended(3, 4))
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Spring')
  const bar = screen.getByRole('img', { name: /3 of 4 ended/ })
  expect(bar.getAttribute('aria-label')).toBe('3 of 4 ended, Failed: 1, Not started: 2, In progress: 1')
  expect(screen.getByText(/Number 2: Too many jobs\./)).toBeTruthy()
  expect(screen.getByText(/Number 4: The service cannot answer at the moment\. Try again/)).toBeTruthy()
  expect(screen.getByRole('table', { name: t.jobs.name })).toBeTruthy()
  expect(screen.getByText('Bees')).toBeTruthy()
  expect(screen.getByText('Wasps')).toBeTruthy()
})

test('cancelling is asked for, and done once', async () => {
  const asked = stubService(what => {
    if (what === 'GET /v1/batches/b1') return given(batchView([running], { running: 1 }, false))
    if (what === 'POST /v1/batches/b1/cancel') return given(batchView([running], { cancelled: 1 }), 202)
    return undefined
  })
  at('/batches/b1')
  await userEvent.click(await screen.findByRole('button', { name: t.cancel }))
  await userEvent.click(screen.getByRole('button', { name: t.cancelNo }))
  await userEvent.click(screen.getByRole('button', { name: t.cancel }))
  expect(screen.getByText(t.cancelSure(1))).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: t.cancelYes }))
  await screen.findByText(t.cancelled)
  expect(asked.filter(one => one.startsWith('POST'))).toEqual(['POST /v1/batches/b1/cancel'])
})

test('what was not queued again is told with its reason, beside what was', async () => {
  stubService(what => {
    if (what === 'GET /v1/batches/b1') return given(batchView([failed], { failed: 2 }))
    if (what !== 'POST /v1/batches/b1/retry') return undefined
    const jobs = [{ job_id: 'a' }, { job_id: 'c', ...refusal('Your limit is reached.') }]
    return given({ batch_id: 'b1', jobs }, 202)
  })
  at('/batches/b1')
  await userEvent.click(await screen.findByRole('button', { name: t.retry(2) }))
  await screen.findByText(t.retried(1))
  await screen.findByText(/^Your limit is reached\./)
})

test('one of somebody else is not here', async () => {
  stubService(() => problem(404, 'batch-not-found', 'There is no such batch.'))
  at('/batches/b2')
  await screen.findByText(/^The batch is not here, or not any more\./)
  expect(screen.getByRole('link', { name: t.all }).getAttribute('href')).toBe('/batches')
})

test('the list names each and leads to it', async () => {
  const { jobs, counts, is_finished, next_cursor, ...summary } = batchView([running, failed], {})
  expect([jobs, counts, is_finished, next_cursor]).toHaveLength(4)
  stubService(() =>
    given({ batches: [summary, { ...summary, batch_id: 'b2', name: null }], next_cursor: null }),
  )
  at('/batches')
  const links = await screen.findAllByRole('link')
  expect(links.map(link => link.getAttribute('href'))).toEqual(['/batches/b1', '/batches/b2'])
  expect(links[1]?.textContent).toContain(t.unnamed(2))
})

function Starter() {
  const start = useStartBatch()
  const starts = [{ pipeline: 'exam_course' as const, input: { exam_id: 'e1' } }]
  return <button onClick={() => start.mutate({ name: '', starts })}>{start.data?.batch_id ?? 'start'}</button>
}

test.each<[string, number]>([
  ['unavailable', 5],
  ['too-many-jobs', 1],
])('a start that found no time is sent again under the same key: %s', async (code, requests) => {
  const keys: (string | null)[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    keys.push(request.headers.get('Idempotency-Key'))
    return Promise.resolve(given({ batch_id: 'b1', jobs: [refusal('No.', code)] }, 202))
  })
  draw(<Starter />)
  await userEvent.click(screen.getByRole('button'))
  await waitFor(() => expect(screen.getByRole('button').textContent).toBe('b1'))
  expect(keys).toHaveLength(requests)
  expect(new Set(keys).size).toBe(1)
})
