/** What the page learns of jobs while one looks at none: by the list of those that go on alone. */
import type { QueryClient } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newQueryClient } from '../../src/api/queries'
import type { Job } from '../../src/api/types'
import { PageTitle } from '../../src/components/PageTitle'
import { JOBS } from '../../src/jobs/keys'
import { useFollowing } from '../../src/shell/useFollowing'
import { job } from '../queue/jobs'
import { drawn, pass, Service, setVisibility } from '../queue/service'

let service: Service
let queries: QueryClient
let told: string[]

beforeEach(() => {
  vi.useFakeTimers()
  service = new Service()
  queries = newQueryClient()
  told = []
  vi.stubGlobal('fetch', service.fetch)
})

afterEach(() => {
  queries.clear()
  setVisibility('visible')
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const follow = () =>
  drawn(queries, () => useFollowing(one => told.push(`${one.job_id} ${one.status}`)), null).result

const ended = (job_id: string, status: 'completed' | 'failed' = 'completed') =>
  job({ job_id, status, is_finished: true, progress: 100, last_event_id: 9 })

test('a job that ends is told once, and then nothing is asked any more', async () => {
  service.jobs = [job({ job_id: 'a' }), job({ job_id: 'b' })]
  const seen = follow()
  await pass(100)
  expect(seen.current.count).toBe(2)
  service.jobs = [ended('a'), job({ job_id: 'b' })]
  await pass(5_500)
  expect(told).toEqual(['a completed'])
  expect(seen.current.count).toBe(1)
  service.jobs = [ended('a'), ended('b', 'failed')]
  await pass(5_500)
  expect(told).toEqual(['a completed', 'b failed'])
  expect(seen.current.count).toBe(0)
  const { length } = service.asked
  await pass(600_000)
  expect(service.asked).toHaveLength(length)
  expect(service.asked.filter(one => one.path.startsWith('/v1/jobs/'))).toHaveLength(2)
})

test.each<[Job, string]>([
  [ended('a'), '✓ Done'],
  [ended('a', 'failed'), '● Ended'],
  [job({ job_id: 'a', status: 'waiting', last_event_id: 9 }), '● Waits for you'],
])('a hidden tab says in its title what became of a job: %#', async (then, mark) => {
  render(<PageTitle of="Library" />)
  service.jobs = [job({ job_id: 'a' })]
  follow()
  await pass(100)
  setVisibility('hidden')
  service.jobs = [then]
  await pass(15_500)
  expect(told).toEqual([`a ${then.status}`])
  expect(document.title).toBe(`${mark} · Library · Coursemill`)
})

test('a job that is not kept any more is followed no more', async () => {
  service.jobs = [job({ job_id: 'a' })]
  const seen = follow()
  await pass(100)
  service.jobs = []
  await pass(5_500)
  expect(told).toEqual([])
  expect(seen.current.count).toBe(0)
})

test('a list that is not all of them says nothing of those that it lacks', async () => {
  service.jobs = [job({ job_id: 'a' }), job({ job_id: 'b' })]
  const seen = follow()
  await pass(100)
  service.nextCursor = 'more'
  service.jobs = [job({ job_id: 'b', progress: 50 })]
  await pass(5_500)
  expect(seen.current).toEqual({ count: 2, hasMore: true })
  expect(service.asked.map(one => one.path)).not.toContain('/v1/jobs/a?include=items')
})

test('an end that could not be asked for is asked for with the next list', async () => {
  service.jobs = [job({ job_id: 'a' })]
  follow()
  await pass(100)
  service.jobs = [ended('a')]
  service.failing = /jobs\/a/
  await pass(5_500)
  expect(told).toEqual([])
  service.failing = undefined
  await pass(5_500)
  expect(told).toEqual(['a completed'])
})

test('what the page writes into the list is no answer: nothing is asked for what it lacks', async () => {
  service.jobs = [job({ job_id: 'a' }), job({ job_id: 'b' })]
  follow()
  await pass(100)
  const { length } = service.asked
  act(() => {
    queries.setQueryData([...JOBS, 'active', ''], {
      data: { jobs: [job({ job_id: 'b' })], next_cursor: null },
    })
  })
  await pass(100)
  expect(service.asked.slice(length)).toEqual([])
})
