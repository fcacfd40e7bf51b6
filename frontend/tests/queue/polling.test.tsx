/** What the queue asks the server for, how often, and what it draws of the answers. */
import type { QueryClient } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newQueryClient } from '../../src/api/queries'
import type { Job } from '../../src/api/types'
import { useCancelJob } from '../../src/jobs/actions'
import type { Filter } from '../../src/queue/filters'
import { useJobs } from '../../src/queue/useJobs'
import { useLog } from '../../src/queue/useLog'
import { cancelled, entry, job } from './jobs'
import { drawn, pass, Service, setVisibility } from './service'

let service: Service
let queries: QueryClient

beforeEach(() => {
  vi.useFakeTimers()
  service = new Service()
  queries = newQueryClient()
  vi.stubGlobal('fetch', service.fetch)
})

afterEach(() => {
  queries.clear()
  setVisibility('visible')
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const draw = <T, P>(hook: (props: P) => T, initialProps: P) => drawn(queries, hook, initialProps)

// As the views do: what is not read is no reason to draw.
const useShown = (filter: Filter) => {
  const { data, failureReason } = useJobs({ filter, cursor: undefined })
  return { data, failureReason }
}
const useLogOf = (shown: Job) => {
  const { data, failureReason } = useLog(shown)
  return { data, failureReason }
}

test('a queue is asked for as often as it says, and 304 draws nothing', async () => {
  service.jobs = [job()]
  service.retryAfter = 2
  const view = draw(useShown, 'all')
  await pass(100)
  const drawn = view.drawn()
  const shown = view.result.current.data
  await pass(10_000)
  const gaps = service.asked.slice(1).map((one, n) => one.at - (service.asked[n]?.at ?? 0))
  expect(service.asked.map(one => one.status)).toEqual([200, 304, 304, 304, 304, 304])
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000)
  expect(view.drawn()).toBe(drawn)
  expect(view.result.current.data).toBe(shown)
})

test('a job that has not moved stays the same object beside one that has', async () => {
  service.jobs = [job({ job_id: 'a' }), job({ job_id: 'b' })]
  const view = draw(useShown, 'all')
  await pass(100)
  const before = view.result.current.data?.data.jobs
  service.jobs = [job({ job_id: 'a', progress: 70 }), job({ job_id: 'b' })]
  await pass(1500)
  const after = view.result.current.data?.data.jobs
  expect(after?.[0]?.progress).toBe(70)
  expect(after?.[1]).toBe(before?.[1])
})

test('a finished queue is asked for no more', async () => {
  service.jobs = [job()]
  draw(useShown, 'all')
  await pass(2500)
  service.jobs = [cancelled()]
  await pass(2000)
  const { length } = service.asked
  await pass(600_000)
  expect(service.asked).toHaveLength(length)
})

test('a hidden tab asks for nothing, and at once when it is seen again', async () => {
  service.jobs = [job()]
  draw(useShown, 'all')
  await pass(100)
  setVisibility('hidden')
  const { length } = service.asked
  await pass(60_000)
  expect(service.asked).toHaveLength(length)
  setVisibility('visible')
  await pass(10)
  expect(service.asked).toHaveLength(length + 1)
})

test('a service that fails is asked less and less often, and followed again when it is back', async () => {
  service.jobs = [job()]
  const view = draw(useShown, 'all')
  await pass(100)
  service.isDown = true
  const from = service.asked.length
  await pass(60_000)
  const gaps = service.asked.slice(from + 1).map((one, n) => one.at - (service.asked[from + n]?.at ?? 0))
  expect(gaps.slice(0, 3)).toEqual([2000, 4000, 8000])
  expect(service.asked.length - from).toBeLessThan(10)
  expect(view.result.current.data?.data.jobs).toHaveLength(1)
  service.isDown = false
  await pass(35_000)
  expect(view.result.current.failureReason).toBeNull()
  expect(service.asked.at(-1)?.status).toBe(304)
})

test('a list of ended jobs is not polled, but gets what has ended', async () => {
  service.jobs = [job({ job_id: 'a' })]
  const view = draw(useShown, 'completed')
  await pass(5100)
  expect(service.asked.filter(one => one.path.includes('completed'))).toHaveLength(1)
  expect(view.result.current.data?.data.jobs).toEqual([])
  service.jobs = [job({ job_id: 'a', status: 'completed', is_finished: true })]
  await pass(2100)
  expect(view.result.current.data?.data.jobs.map(one => one.job_id)).toEqual(['a'])
  const { length } = service.asked
  await pass(600_000)
  expect(service.asked).toHaveLength(length)
})

test('what is cancelled is shown as cancelled with the answer, without waiting for a poll', async () => {
  service.jobs = [job({ job_id: 'a' }), job({ job_id: 'b' })]
  service.retryAfter = 5
  const view = draw(() => ({ list: useShown('all'), cancel: useCancelJob() }), null)
  await pass(100)
  const shown = service.jobs[0]
  if (!shown) throw new Error()
  const done = vi.fn()
  act(() => view.result.current.cancel.mutate({ job: shown }, { onSuccess: done }))
  await pass(10)
  expect(done).toHaveBeenCalledOnce()
  expect(view.result.current.list.data?.data.jobs.map(one => one.status)).toEqual(['cancelled', 'running'])
  expect(service.asked.map(one => one.path)).toEqual(['/v1/jobs', '/v1/jobs/a/cancel'])
})

test('a log is read on from where it was, until its job has ended', async () => {
  const running = job()
  service.jobs = [running]
  const view = draw(useLogOf, running)
  await pass(3100)
  const drawn = view.drawn()
  expect(service.asked.map(one => one.path.split('after=')[1])).toEqual(['0', '1', '1', '1'])
  expect(drawn).toBeLessThanOrEqual(2)
  service.log.push(entry(2))
  service.jobs = [cancelled()]
  await pass(1100)
  expect(view.result.current.data?.data.entries.map(one => one.log_id)).toEqual([1, 2])
  const { length } = service.asked
  await pass(600_000)
  expect(service.asked).toHaveLength(length)
})

test('the log of another attempt is read on', async () => {
  const first = cancelled()
  service.jobs = [first]
  const view = draw(useLogOf, first)
  await pass(100)
  service.jobs = [job({ attempt: 2 })]
  service.log.push(entry(2))
  view.rerender(job({ attempt: 2 }))
  expect(view.result.current.data?.data.entries).toHaveLength(1)
  await pass(100)
  expect(view.result.current.data?.data.entries.map(one => one.log_id)).toEqual([1, 2])
})
