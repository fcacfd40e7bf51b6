import { expect, test, vi } from 'vitest'
import { doable, totals } from '../../src/queue/Bulk'
import { addressOf, beginning, FILTERS, hasWords, shownBy, SPANS, statusOf } from '../../src/queue/filters'
import { trailIn } from '../../src/queue/trail'
import { job } from './jobs'

test.each(FILTERS)('%s comes back from its own address', filter => {
  for (const cursor of [undefined, 'a+b/c=&d']) {
    for (const others of [{}, { pipeline: 'exam_course', q: 'bees & “co” +', days: 7 } as const]) {
      const back = shownBy(new URLSearchParams(addressOf({ filter, cursor, ...others })))
      expect(back).toMatchObject({ filter, ...others, ...(cursor && { cursor }) })
    }
  }
})

test('a pipeline is found in the address by both names', () => {
  const pipelines = ['pipeline=exam_course', 'kind=exam_course', 'pipeline=exam_course&kind=project_course']
  const found = pipelines.map(search => shownBy(new URLSearchParams(search)).pipeline)
  expect(found).toEqual(['exam_course', 'exam_course', 'exam_course'])
})

test('what the address does not know is left out', () => {
  const shown = shownBy(new URLSearchParams(`pipeline=of_tomorrow&days=-1&q=${'x'.repeat(5_000)}`))
  expect([shown.pipeline, shown.days, shown.q?.length]).toEqual([undefined, undefined, 200])
})

test.each<[string, string | undefined]>([
  ['days=7&cursor=c&from=2026-11-20T12:00:00.000Z', '2026-11-20T12:00:00.000Z'],
  ['days=7&from=2026-11-20T12:00:00.000Z', undefined],
  ['cursor=c&from=2026-11-20T12:00:00.000Z', undefined],
])('the beginning of a span stands beside a cursor of it: %s', (search, from) => {
  const shown = shownBy(new URLSearchParams(search))
  expect(shown.from).toBe(from)
  expect(new URLSearchParams(addressOf({ ...shown, from: 'then' })).get('from')).toBe(from ? 'then' : null)
})

test('a span begins so many days before now', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-27T12:00:00Z') })
  expect(SPANS.map(beginning)).toEqual([
    '2026-11-26T12:00:00.000Z',
    '2026-11-20T12:00:00.000Z',
    '2026-10-28T12:00:00.000Z',
  ])
  vi.useRealTimers()
})

test.each<[string, string, boolean]>([
  ['Beekeeping for Beginners', 'bee', true],
  ['Beekeeping for Beginners', 'BEGINNERS bee', true],
  ['Äpfel & bees', 'äpfel', true],
  ['HTTP and the web', 'web  http', true],
  ['HTTP and the web', 'web sailing', false],
  ['HTTP and the web', '.*', false],
])('%s has the words of %s: %s', (title, q, has) => expect(hasWords(title, q)).toBe(has))

test('together one cancels what runs and retries what a retry alone helps', () => {
  const running = job({ job_id: 'a' })
  const failed = job({ job_id: 'b', status: 'failed', is_finished: true, can_resume: true })
  const capped = job({
    ...failed,
    job_id: 'c',
    error: { code: 'budget-exceeded', message: '', step: null, item_id: null, retryable: true },
  })
  const done = job({ job_id: 'd', status: 'completed', is_finished: true })
  expect(doable([running, failed, capped, done])).toEqual({ toCancel: [running], toRetry: [failed] })
  expect(totals([running, failed, capped, done])).toBe('4 jobs here · 1 in progress · 1 completed · 2 failed')
  expect(totals([running])).toBe('1 job here · 1 in progress')
})

test('a filter that does not exist shows everything', () => {
  expect(shownBy(new URLSearchParams('status=nonsense')).filter).toBe('all')
  expect(statusOf('all')).toBeUndefined()
})

test('everything, from the newest on, has the plain address', () => {
  expect(addressOf({ filter: 'all' })).toBe('')
})

test.each([null, undefined, 'x', {}, { trail: 'x' }, { trail: [1] }, { trail: null }])(
  'a way back that is none (%j) is no way back',
  state => expect(trailIn(state)).toEqual([]),
)

test('the way back is kept in its order', () => {
  expect(trailIn({ trail: ['a', 'b'] })).toEqual(['a', 'b'])
})
