/** Which jobs go on and which have ended, however the answers come. */
import { describe, expect, test } from 'vitest'
import { newQueryClient } from '../../src/api/queries'
import { followed, NOBODY, percentOf, type Following, type Seen } from '../../src/jobs/following'
import { batchKey } from '../../src/jobs/keys'
import { isOfBatchAt, isSeenAt, placeOf } from '../../src/shell/tellEnded'
import { job } from '../queue/jobs'

const running = (members: Partial<Seen> = {}): Seen => job({ last_event_id: 3, ...members })
const done = (members: Partial<Seen> = {}): Seen =>
  job({ status: 'completed', is_finished: true, progress: 100, last_event_id: 9, ...members })

/** What is told, answer by answer, and what goes on then. */
function told(...answers: Seen[][]): { news: string[][]; active: string[] } {
  let state: Following = NOBODY
  const news = answers.map(seen => {
    const { after, news } = followed(state, seen)
    state = after
    return news.map(one => `${one.job_id} ${one.status}`)
  })
  return { news, active: [...state.active.keys()] }
}

describe('what is told of jobs', () => {
  test.each<[string, Seen[][], string[][], string[]]>([
    ['one that goes on', [[running()], [running({ progress: 60 })]], [[], []], ['job_1']],
    ['its end', [[running()], [done()]], [[], ['job_1 completed']], []],
    ['its end once', [[running()], [done()], [done()]], [[], ['job_1 completed'], []], []],
    [
      'its end once, in two lists at the same time',
      [[running()], [done(), done()]],
      [[], ['job_1 completed']],
      [],
    ],
    [
      'not an older answer that comes later',
      [[running()], [done()], [running()]],
      [[], ['job_1 completed'], []],
      [],
    ],
    ['not one that had ended before', [[done()], [done()]], [[], []], []],
    ['a failure', [[running()], [done({ status: 'failed' })]], [[], ['job_1 failed']], []],
    ['not a cancel: who did it knows', [[running()], [done({ status: 'cancelled' })]], [[], []], []],
    [
      'that it waits, and that it then ended',
      [[running()], [running({ status: 'waiting', last_event_id: 5 })], [done()]],
      [[], ['job_1 waiting'], ['job_1 completed']],
      [],
    ],
    [
      'a wait once',
      [
        [running()],
        [running({ status: 'waiting', last_event_id: 5 })],
        [running({ status: 'waiting', last_event_id: 5 })],
      ],
      [[], ['job_1 waiting'], []],
      ['job_1'],
    ],
    [
      'the end of another attempt',
      [
        [running()],
        [done({ status: 'failed' })],
        [running({ attempt: 2, last_event_id: 12 })],
        [done({ attempt: 2, last_event_id: 20 })],
      ],
      [[], ['job_1 failed'], [], ['job_1 completed']],
      [],
    ],
    [
      'each of several',
      [[running(), running({ job_id: 'job_2' })], [done({ job_id: 'job_2' })]],
      [[], ['job_2 completed']],
      ['job_1'],
    ],
  ])('%s', (_, answers, news, active) => {
    expect(told(...answers)).toEqual({ news, active })
  })

  test('nothing new is the same object, so that nothing is drawn anew', () => {
    const { after } = followed(NOBODY, [running()])
    expect(followed(after, [running()]).after).toBe(after)
  })
})

test.each<[string, Seen[], number | null]>([
  ['nothing', [], null],
  ['one that only waits for its turn', [running({ status: 'pending', progress: 0 })], null],
  ['one that runs', [running({ progress: 42 })], 42],
  [
    'the one that is furthest from its end',
    [running({ progress: 42 }), running({ job_id: 'b', progress: 7 })],
    7,
  ],
])('percent of %s', (_, seen, percent) => {
  expect(percentOf(followed(NOBODY, seen).after.active)).toBe(percent)
})

describe('where one learns of an end', () => {
  const course = done({ pipeline: 'exam_course', artifact: { course_id: 'c1' } })
  test('leads to what was made, or to how it stands', () => {
    expect(placeOf(course)).toBe('/courses/c1')
    expect(placeOf({ ...course, status: 'failed' })).toBe('/jobs/job_1')
    expect(placeOf(done({ pipeline: 'of_tomorrow', artifact: null }))).toBe('/jobs/job_1')
    expect(placeOf(done({ pipeline: 'data_export', artifact: null, result: { pieces: 1 } }))).toBe(
      '/settings/data',
    )
  })
  test.each([
    ['/courses/c1', '', true],
    ['/courses/c1/l1', '', true],
    ['/courses/c11', '', false],
    ['/courses', '', false],
    ['/queue', '', false],
    ['/queue', '?job=job_1', true],
    ['/queue', '?job=job_2', false],
    ['/jobs/job_1', '', true],
  ])('not at %s%s: %s', (pathname, search, isSeen) => {
    expect(isSeenAt({ pathname, search }, course)).toBe(isSeen)
  })
  test('nor where a revision is watched, or its proposal looked at', () => {
    const revised = done({
      pipeline: 'lesson_revision',
      artifact: { course_id: 'c' },
      result: { course_id: 'c', lesson_id: 'l', version: 'v2' },
    })
    const seen = (search: string) => isSeenAt({ pathname: '/courses/c/l', search }, revised)
    expect(['?revision=job_1', '?proposal=v2', '', '?proposal=v1'].map(seen)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
  test.each([
    ['/batches/b1', 'job_1', true],
    ['/batches/b1', 'job_3', false],
    ['/batches/b2', 'job_1', false],
    ['/batches', 'job_1', false],
    ['/queue', 'job_1', false],
  ])('nor for each job of a batch at its page: %s, %s: %s', (pathname, job_id, isOf) => {
    const queries = newQueryClient()
    const jobs = [done({ job_id: 'job_1' }), done({ job_id: 'job_2' })]
    queries.setQueryData(batchKey('b1'), { data: { jobs }, retryAfterMs: null })
    expect(isOfBatchAt({ pathname, search: '' }, done({ job_id }), queries)).toBe(isOf)
  })
  test('nor where outlines are chosen', () => {
    const outlines = done({ pipeline: 'course_outline', artifact: { outline_id: 'o1' } })
    expect(isSeenAt({ pathname: '/new/topic', search: '?outlines=job_1' }, outlines)).toBe(true)
    expect(isSeenAt({ pathname: '/new/topic', search: '?outlines=job_2' }, outlines)).toBe(false)
  })
})
