import { describe, expect, test } from 'vitest'
import type { CourseHead, ProgramHead } from '../../src/api/types'
import {
  courseEntry,
  courseSearch,
  fitting,
  hasPrograms,
  programEntry,
  twinTitles,
  wantedBy,
} from '../../src/reader/library'

const NOW = Date.parse('2026-06-30T12:00:00Z')
const course = (members: Partial<CourseHead>) =>
  courseEntry({
    course_id: 'c',
    created_at: '2026-06-30T00:00:00Z',
    title: '',
    kind: 'exam',
    status: 'draft',
    ...members,
  } as CourseHead)
const program = (members: Partial<ProgramHead>) =>
  programEntry({
    program_id: 'p',
    created_at: '2026-06-30T00:00:00Z',
    title: '',
    status: 'ready',
    ...members,
  } as ProgramHead)

const entries = [
  course({ title: 'HTTP and the web' }),
  course({ title: 'HTTP and the web', status: 'published', created_at: '2026-06-28T00:00:00Z' }),
  course({ title: 'Beekeeping', kind: 'project', status: 'generating' }),
  program({ title: 'Strength for beekeepers' }),
]

const search = (text: string) => wantedBy(new URLSearchParams(text))

describe('the service is asked', () => {
  test.each<[string, ReturnType<typeof courseSearch>, boolean]>([
    ['', {}, true],
    ['q=+web+', { q: 'web' }, true],
    ['kind=exam', { kind: 'exam' }, false],
    ['kind=program&q=web', null, true],
    ['kind=of_tomorrow', {}, true],
    ['status=generating', { status: 'generating' }, true],
    ['status=published&kind=project', { status: 'published', kind: 'project' }, false],
    ['status=draft', { status: 'draft' }, false],
    ['status=ready', null, true],
    ['status=ready&kind=exam', null, false],
  ])('for the courses that fit, and for programs if some may: %s', (text, courses, programs) => {
    expect([courseSearch(search(text)), hasPrograms(search(text))]).toEqual([courses, programs])
  })
})

describe('of what was read there fits', () => {
  test.each([
    ['', [0, 1, 2, 3]],
    // Of courses the service has given those that fit.
    ['q=strength', [0, 1, 2, 3]],
    ['q=web', [0, 1, 2]],
    ['status=generating', [0, 1, 2]],
    ['days=1', [0, 2, 3]],
    ['days=7', [0, 1, 2, 3]],
    ['days=-1', [0, 1, 2, 3]],
  ])('%s', (text, found) => {
    expect(fitting(entries, search(text), NOW)).toEqual(found.map(at => entries[at]))
  })
})

test('titles that stand there twice are told apart', () => {
  expect([...twinTitles(entries)]).toEqual(['HTTP and the web'])
})
