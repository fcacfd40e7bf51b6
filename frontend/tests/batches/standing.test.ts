import { describe, expect, test } from 'vitest'
import type { BatchCounts } from '../../src/api/batches'
import { retryKey } from '../../src/batches/BatchActions'
import { endedOf, sharesOf, tableOf, unfinishedOf } from '../../src/batches/standing'
import { job } from '../queue/jobs'
import { batch, NONE, refusal } from './batches'

const standing = (jobs_total: number, counts: Partial<BatchCounts>) => ({
  jobs_total,
  counts: { ...NONE, ...counts },
})

describe('how far a batch is', () => {
  test.each<[number, Partial<BatchCounts>, Record<string, number>, number, number]>([
    [4, { completed: 1, running: 2, pending: 1 }, { completed: 25, running: 50, pending: 25 }, 1, 3],
    [4, { completed: 2, failed: 1, refused: 1 }, { completed: 50, failed: 25, refused: 25 }, 4, 0],
    [4, { cancelled: 3, gone: 1 }, { cancelled: 75, gone: 25 }, 4, 0],
    [4, { waiting: 1 }, { waiting: 25, due: 75 }, 0, 4],
    [1, { completed: 1 }, { completed: 100 }, 1, 0],
  ])('%d: %o', (total, counts, percents, ended, unfinished) => {
    const it = standing(total, counts)
    const shares = sharesOf(it)
    expect(Object.fromEntries(shares.map(({ name, percent }) => [name, percent]))).toEqual(percents)
    expect(shares.reduce((sum, { percent }) => sum + percent, 0)).toBe(100)
    expect([endedOf(it), unfinishedOf(it)]).toEqual([ended, unfinished])
  })

  test('what has ended stands first in the bar', () => {
    const shares = sharesOf(standing(5, { pending: 1, running: 1, failed: 1, completed: 1 }))
    expect(shares.map(({ name }) => name)).toEqual(['completed', 'failed', 'running', 'pending', 'due'])
  })
})

test('the table has a line for each place, in the order of the request', () => {
  const first = job({ job_id: 'a', title: 'Bees', status: 'completed', artifact: { course_id: 'c1' } })
  const error = { code: 'x', message: 'No.', step: null, item_id: null, retryable: true }
  const third = job({ job_id: 'c', title: 'Wasps', status: 'failed', error })
  const [header, ...rows] = tableOf(batch([first, refusal('Too many.'), third], {}))
  const column = (name: string) => rows.map(row => row[header?.indexOf(name) ?? -1])
  expect(rows.map(row => row.length)).toEqual([12, 12, 12])
  expect(column('number')).toEqual([1, 2, 3])
  expect(column('status')).toEqual(['completed', 'refused', 'failed'])
  expect(column('title')).toEqual(['Bees', null, 'Wasps'])
  expect(column('job_id')).toEqual(['a', null, 'c'])
  expect(column('made')).toEqual(['c1', null, undefined])
  expect(column('error')).toEqual([undefined, 'Too many.', 'No.'])
})

test('a retry is the same one until something else has failed', () => {
  const failed = (job_id: string, attempt = 1) => job({ job_id, status: 'failed', attempt })
  const key = (...jobs: ReturnType<typeof failed>[]) => retryKey(batch(jobs, {}))
  expect(key(failed('a'), failed('b'))).toBe(key(failed('a'), failed('b')))
  const keys = [key(failed('a')), key(failed('b')), key(failed('a'), failed('b')), key(failed('a', 2))]
  expect(new Set(keys).size).toBe(4)
  const many = Array.from({ length: 100 }, (_, n) => failed(`job_${'x'.repeat(40)}${n}`))
  expect(key(...many)).toMatch(/^[!-~]{1,255}$/)
})
