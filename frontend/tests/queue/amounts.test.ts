import { expect, test } from 'vitest'
import { counted, duration, elapsed, moment, used } from '../../src/queue/amounts'
import { newsBetween } from '../../src/queue/news'
import { job, step } from './jobs'

const LESSONS = step('generate_lessons', { items_total: 5, items_completed: 3 })
const TASKS = step('generate_tasks', { items_total: 12, items_completed: 7 })

test('items are counted in the words of their step, of the one that is running', () => {
  const steps = [step('initialize'), LESSONS, TASKS]
  expect(counted(job({ steps, current_step: 'generate_lessons' }))).toBe('3/5 projects')
  expect(counted(job({ steps, current_step: 'generate_tasks' }))).toBe('7/12 lessons')
  expect(counted(job({ steps, current_step: 'finalize' }))).toBe('3/5 projects')
})

test('items of a pipeline that the page does not know yet are items', () => {
  expect(counted(job({ pipeline: 'new_one', steps: [LESSONS] }))).toBe('3/5 items')
})

test('one item is one, and none are not counted', () => {
  const one = step('generate_lessons', { items_total: 1, items_completed: null })
  expect(counted(job({ pipeline: 'exam_course', steps: [one] }))).toBe('0/1 topic')
  expect(counted(job({ steps: [step('generate_lessons')] }))).toBeNull()
})

test('a job runs until it has ended, and never for less than nothing', () => {
  const started_at = '2026-11-22T09:30:00Z'
  const start = Date.parse(started_at)
  expect(elapsed({ started_at, completed_at: null }, start + 1500)).toBe(1500)
  expect(elapsed({ started_at, completed_at: '2026-11-22T09:30:09Z' }, start + 60_000)).toBe(9000)
  expect(elapsed({ started_at, completed_at: null }, start - 5000)).toBe(0)
  expect(elapsed({ started_at: null, completed_at: null }, start)).toBeNull()
})

test.each([
  [0, '<1 s'],
  [999, '<1 s'],
  [1000, '1 s'],
  [59_999, '59 s'],
  [60_000, '1 min 0 s'],
  [3_599_999, '59 min 59 s'],
  [3_600_000, '1 h 0 min'],
  [90_061_000, '25 h 1 min'],
])('%i ms are %s', (ms, text) => expect(duration(ms)).toBe(text))

test('the day is told of another day only', () => {
  const noon = new Date(2026, 10, 22, 12, 0)
  const before = new Date(2026, 10, 21, 23, 59)
  expect(moment(noon.toISOString(), noon.getTime())).not.toContain(',')
  expect(moment(before.toISOString(), noon.getTime())).toContain(', ')
})

test('a cost that is not known is not told', () => {
  const usage = { ...job().usage, model_calls: 2, input_tokens: 1000, output_tokens: 234 }
  expect(used(usage)).toBe('2 model calls, 1,234 tokens')
  expect(used({ ...usage, cost_usd: 0.5 })).toBe('2 model calls, 1,234 tokens, $0.50')
  expect(used(job().usage)).toBe('No model calls')
  expect(used({ ...job().usage, reused_calls: 3 })).toBe('0 model calls, 0 tokens, 3 answered from before')
})

test('calls that were broken off are told with the most that they can have cost', () => {
  const usage = { ...job().usage, model_calls: 2, cost_usd: 0.5, aborted_calls: 3, uncertain_cost_usd: 0.75 }
  expect(used(usage)).toBe('2 model calls, 0 tokens, $0.50, up to $0.75 for 3 broken off')
  expect(used({ ...usage, model_calls: 0, cost_usd: null, uncertain_cost_usd: null })).toBe(
    '0 model calls, 0 tokens, 3 broken off',
  )
})

test('news is what has moved of the jobs that were shown', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(job_id => job({ job_id, title: job_id }))
  if (!a || !b || !c) throw new Error()
  expect(newsBetween([a, b], [{ ...a, progress: 60 }, b])).toBe('')
  expect(newsBetween([], [a, b])).toBe('')
  expect(newsBetween([a, b], [{ ...a, status: 'completed' }, b, c])).toBe('a: Completed')
})
