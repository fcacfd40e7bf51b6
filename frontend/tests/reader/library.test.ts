import { describe, expect, test } from 'vitest'
import type { CourseHead, ProgramHead } from '../../src/api/types'
import { courseEntry, fitting, programEntry, twinTitles, wantedBy } from '../../src/reader/library'

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

describe('the library is looked through', () => {
  test.each([
    ['', [0, 1, 2, 3]],
    ['q=web', [0, 1]],
    ['q=the+http', [0, 1]],
    ['q=bee', [2, 3]],
    ['q=bee&kind=program', [3]],
    ['kind=exam', [0, 1]],
    ['kind=of_tomorrow', [0, 1, 2, 3]],
    ['status=published', [1]],
    ['status=ready', [3]],
    ['days=1', [0, 2, 3]],
    ['days=7', [0, 1, 2, 3]],
    ['days=-1', [0, 1, 2, 3]],
    ['q=web&status=generating', []],
  ])('%s', (search, found) => {
    expect(fitting(entries, wantedBy(new URLSearchParams(search)), NOW)).toEqual(found.map(at => entries[at]))
  })
})

test('titles that stand there twice are told apart', () => {
  expect([...twinTitles(entries)]).toEqual(['HTTP and the web'])
})
