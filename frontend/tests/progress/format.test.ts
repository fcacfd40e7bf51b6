import { expect, it } from 'vitest'
import { artifactPath } from '../../src/jobs/artifact'
import { duration, timeLeft, usd } from '../../src/progress/format'

it.each([
  [0, 'A few seconds left'],
  [4_400, 'A few seconds left'],
  [6_000, 'About 10 s left'],
  [33_000, 'About 35 s left'],
  [61_000, 'About 1 min left'],
  [95_000, 'About 2 min left'],
  [3 * 3_600_000, 'About 3 h left'],
])('%d ms: %s', (ms, text) => {
  expect(timeLeft(ms)).toBe(text)
})

it.each([
  [12, '<1 s'],
  [7_123, '7.1 s'],
  [42_400, '42 s'],
  [59_900, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms took %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

it.each([
  [0, '$0'],
  [0.000_01, '<$0.0001'],
  [0.001_234, '$0.0012'],
  [0.42, '$0.42'],
  [12, '$12.00'],
])('%d USD is %s', (value, text) => {
  expect(usd(value)).toBe(text)
})

it('knows where each artifact is looked at, and quotes what stands in an address', () => {
  const path = (pipeline: string, artifact: Record<string, string> | null) =>
    artifactPath({ job_id: 'job_1', pipeline, artifact })
  expect(path('exam_course', null)).toBeNull()
  expect(path('exam_course', { course_id: 'a b' })).toBe('/courses/a%20b')
  expect(path('project_course', { other_id: 'x' })).toBeNull()
  expect(path('training_program', { program_id: 'p' })).toBe('/programs/p')
  expect(path('course_outline', { outline_id: 'o' })).toBe('/new/topic?outlines=job_1')
  expect(path('not_known_yet', { course_id: 'a' })).toBeNull()
})

it('leads to what a right has left once it is there', () => {
  const path = (result: Record<string, unknown> | null) =>
    artifactPath({ job_id: 'job_1', pipeline: 'data_export', artifact: null, result })
  expect(path(null)).toBeNull()
  expect(path({ archive_id: 'a1' })).toBe('/settings/data')
})

it('leads to what a revision has proposed once it is there', () => {
  const path = (result: Record<string, unknown> | null) =>
    artifactPath({ job_id: 'job_1', pipeline: 'lesson_revision', artifact: { course_id: 'c' }, result })
  expect(path(null)).toBeNull()
  expect(path({ course_id: 'c', lesson_id: 'a b', version: 'v2' })).toBe('/courses/c/a%20b?proposal=v2')
  expect(path({ course_id: 'c', lesson_id: 'l', version: 2 })).toBeNull()
})
