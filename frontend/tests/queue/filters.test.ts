import { describe, expect, test } from 'vitest'
import { doable, totals } from '../../src/queue/Bulk'
import { addressOf, FILTERS, isSearch, matching, shownBy, statusOf } from '../../src/queue/filters'
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

test.each([
  ['', false],
  ['status=failed', false],
  ['pipeline=exam_course', false],
  ['q=bees', true],
  ['q=', false],
  ['days=7', true],
  ['days=8', false],
])('%s is a search in what is loaded: %s', (search, is) => {
  expect(isSearch(shownBy(new URLSearchParams(search)))).toBe(is)
})

test('what the address does not know is left out', () => {
  const shown = shownBy(new URLSearchParams(`pipeline=of_tomorrow&days=-1&q=${'x'.repeat(5_000)}`))
  expect([shown.pipeline, shown.days, shown.q?.length]).toEqual([undefined, undefined, 200])
})

describe('a search in titles and time', () => {
  const now = Date.parse('2026-11-27T12:00:00Z')
  const jobs = [
    { title: 'Beekeeping for Beginners', created_at: '2026-11-27T11:00:00Z' },
    { title: 'HTTP and the web', created_at: '2026-11-26T11:59:00Z' },
    { title: 'Äpfel & bees', created_at: '2026-10-01T00:00:00Z' },
  ]
  test.each<[Parameters<typeof matching>[1], number[]]>([
    [{}, [0, 1, 2]],
    [{ q: 'bee' }, [0, 2]],
    [{ q: 'BEGINNERS bee' }, [0]],
    [{ q: 'äpfel' }, [2]],
    [{ q: '  web  ' }, [1]],
    [{ q: 'sailing' }, []],
    [{ q: '.*' }, []],
    [{ days: 1 }, [0]],
    [{ days: 7 }, [0, 1]],
    [{ q: 'bees', days: 30 }, []],
  ])('%o', (wanted, found) => {
    expect(matching(jobs, wanted, now)).toEqual(found.map(index => jobs[index]))
  })
})

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
