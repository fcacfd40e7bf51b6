import { describe, expect, test } from 'vitest'
import { archiveOf, forget, forgetErased, receiptOf, sized } from '../../src/settings/data/results'

const NOW = Date.parse('2026-11-28T12:00:00Z')
const archive = { archive_id: 'a1', pieces: 2, size: 1_500_000, expires_at: '2026-12-05T12:00:00Z' }

describe('an archive', () => {
  test.each<[string, Parameters<typeof archiveOf>[0], typeof archive | null]>([
    ['of a job that is done', { status: 'completed', result: { ...archive, url: '/x' } }, archive],
    ['of one that runs', { status: 'running', result: null }, null],
    [
      'that is gone',
      { status: 'completed', result: { ...archive, expires_at: '2026-11-28T12:00:00Z' } },
      null,
    ],
    ['without its id', { status: 'completed', result: { ...archive, archive_id: 7 } }, null],
    ['without its pieces', { status: 'completed', result: { ...archive, pieces: null } }, null],
  ])('%s', (_, job, found) => expect(archiveOf(job, NOW)).toEqual(found))
})

describe('a receipt', () => {
  const receipt = { erased: { exams: 2 }, kept: ['spending'], erased_at: '2026-11-28T12:00:00Z' }
  test.each<[string, Parameters<typeof receiptOf>[0], typeof receipt | null]>([
    ['of a job that is done', { status: 'completed', result: { receipt } }, receipt],
    ['of one that was cancelled', { status: 'cancelled', result: { receipt } }, null],
    ['of a job without one', { status: 'completed', result: {} }, null],
    ['of another form', { status: 'completed', result: { receipt: { erased: 2 } } }, null],
  ])('%s', (_, job, found) => expect(receiptOf(job)).toEqual(found))
})

test.each([
  [0, '0.0 kB'],
  [1_234, '1.2 kB'],
  [999_999, '1000 kB'],
  [1_500_000, '1.5 MB'],
  [25_000_000, '25 MB'],
])('%d bytes are %s', (bytes, text) => expect(sized(bytes)).toBe(text))

class Kept implements Storage {
  readonly all = new Map<string, string>()
  constructor(...keys: string[]) {
    for (const key of keys) this.all.set(key, 'x')
  }
  get length(): number {
    return this.all.size
  }
  key = (place: number) => [...this.all.keys()][place] ?? null
  getItem = (key: string) => this.all.get(key) ?? null
  setItem = (key: string, value: string) => void this.all.set(key, value)
  removeItem = (key: string) => void this.all.delete(key)
  clear = () => this.all.clear()
}

const OTHERS = [
  'coursemill.user',
  'coursemill.units',
  'coursemill.reading.adam.course_1',
  'coursemill.draft.ada%40b/course_1/lesson_1',
  'other.reading.ada.x',
]

test.each<[string, string[]]>([
  [
    'ada',
    [
      'coursemill.reading.ada.course_1',
      'coursemill.lead-on.ada',
      'coursemill.fine.ada.course_1',
      'coursemill.draft.ada/course_1/lesson_1',
      'coursemill.outlines.ada.job_1',
    ],
  ],
  ['b.c@d', ['coursemill.reading.b.c@d.course_1', 'coursemill.draft.b.c%40d/course_1/lesson_1']],
])('of %s everything goes out of the browser, and nothing of others', (owner, keys) => {
  const storage = new Kept(...OTHERS, ...keys)
  forget(storage, owner)
  expect([...storage.all.keys()]).toEqual(OTHERS)
})

test('what is kept after an erasure stays, until the next one', () => {
  const storages = [new Kept('coursemill.lead-on.ada'), new Kept('coursemill.outlines.ada.job_1')]
  const forgetAt = (at: string) => forgetErased(storages, 'ada', at)
  expect(forgetAt('2026-11-28T12:00:00Z')).toBe(true)
  expect(storages.map(one => [...one.all.keys()])).toEqual([['coursemill.erased.ada'], []])
  storages[0]?.setItem('coursemill.lead-on.ada', 'x')
  expect(forgetAt('2026-11-28T12:00:00Z')).toBe(false)
  expect(storages[0]?.getItem('coursemill.lead-on.ada')).toBe('x')
  expect(forgetAt('2026-11-29T12:00:00Z')).toBe(true)
  expect(storages[0]?.getItem('coursemill.lead-on.ada')).toBeNull()
})
