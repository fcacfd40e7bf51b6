/** Where `/` leads: to what was made last, if it is still there. */
import { waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Job } from '../../src/api/types'
import Home from '../../src/reader/Home'
import { address, draw, given, stubService } from '../drawn'
import { job } from '../queue/jobs'

afterEach(() => {
  vi.unstubAllGlobals()
})

const made = (course_id: string, members: Partial<Job> = {}) =>
  job({ job_id: `job of ${course_id}`, pipeline: 'exam_course', artifact: { course_id }, ...members })
const course = (course_id: string, day: number) => ({ course_id, created_at: `2026-11-2${day}T00:00:00Z` })
const newest = made('newest', { status: 'completed', is_finished: true })
const revised = made('newest', {
  pipeline: 'lesson_revision',
  status: 'completed',
  is_finished: true,
  result: { course_id: 'newest', lesson_id: 'l', version: 'v2' },
})
const failed = made('newest', { status: 'failed', is_finished: true })

test.each<[string, Job[], string[], string]>([
  ['the newest course', [newest, made('older')], ['newest', 'older'], '/courses/newest'],
  ['not a deleted one', [newest, made('older')], ['older'], '/courses/older'],
  ['not a deleted one, though its job is all there is', [newest], ['older'], '/courses/older'],
  ['not where nothing was written', [failed], ['newest', 'older'], '/courses/older'],
  ['the course of which a lesson was revised', [revised, newest], ['newest'], '/courses/newest'],
  ['what no job is kept of', [], ['newest', 'older'], '/courses/newest'],
])('%s', async (_, jobs, kept, path) => {
  stubService(what => {
    if (what === 'GET /v1/jobs') return given({ jobs, next_cursor: null })
    if (what === 'GET /v1/programs') return given({ programs: [], next_cursor: null })
    const courses = kept.map((id, place) => course(id, 9 - place))
    return given({ courses, next_cursor: null })
  })
  draw(<Home />)
  await waitFor(() => expect(address()).toBe(path))
})
