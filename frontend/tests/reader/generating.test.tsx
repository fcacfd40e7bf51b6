/** The strip over what is being written: an action that fails says so, and an outage is not an end. */
import { cleanNotifications } from '@mantine/notifications'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { courseKey } from '../../src/jobs/keys'
import { Generating } from '../../src/reader/Generating'
import { InProgress } from '../../src/reader/InProgress'
import { texts } from '../../src/texts'
import { draw, given, problem, stubService } from '../drawn'
import { cancelled, job } from '../queue/jobs'

const t = texts.reader.progress

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

const strip = () => draw(<Generating jobId="job_1" artifact={courseKey('c')} done="2 of 5 topics" />)

test.each([
  ['continue', texts.progress.waiting.continue, job({ status: 'waiting', waiting_for: 'person' })],
  ['retry', t.goOn, cancelled()],
])('what keeps it from going on is told: %s', async (path, label, shown) => {
  stubService(what => {
    if (what === 'GET /v1/jobs/job_1') return given({ ...shown, items: [] })
    if (what === `POST /v1/jobs/job_1/${path}`) return problem(503, 'paused', 'Paused: maintenance.')
    return undefined
  })
  strip()
  await userEvent.click(await screen.findByRole('button', { name: label }))
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Paused: maintenance.'))
})

test.each<[string, () => Response | Error, boolean]>([
  ['it is not kept any more', () => problem(404, 'job-not-found'), true],
  ['nobody answers', () => new TypeError('Failed to fetch'), false],
  ['the service fails', () => problem(500, 'internal', 'A fault.'), false],
])('a job is said to have ended if it is gone, not if it cannot be read: %s', async (_, answer, isEnded) => {
  const asked = stubService(answer)
  strip()
  draw(<InProgress jobId="job_1">{null}</InProgress>)
  await waitFor(() => expect(screen.queryAllByRole('alert')).toHaveLength(1))
  expect(asked.length).toBeGreaterThan(0)
  expect(screen.queryByText(t.ended) !== null).toBe(isEnded)
  await waitFor(() => expect(screen.queryByText(texts.reader.library.unfinished) !== null).toBe(isEnded))
  expect(screen.queryByRole('button', { name: texts.common.tryAgain }) !== null).toBe(!isEnded)
})
