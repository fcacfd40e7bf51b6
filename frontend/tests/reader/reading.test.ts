import { expect, test } from 'vitest'
import type { JobWithItems } from '../../src/api/types'
import { nameIn } from '../../src/api/file'
import { writtenSoFar } from '../../src/reader/Generating'
import { isWorthReading } from '../../src/reader/Home'
import { writingOf } from '../../src/reader/writing'
import { choose, isRight, markOf } from '../../src/reader/grading'
import { merged, type Entry } from '../../src/reader/library'
import { readingOf } from '../../src/reader/reading'
import { referencesOf, safeAddress } from '../../src/reader/references'

const set = (...ids: string[]) => new Set(ids)

test('an answer is right if it is exactly the right options', () => {
  expect(isRight(set('a', 'b'), ['b', 'a'])).toBe(true)
  expect(isRight(set('a'), ['a', 'b'])).toBe(false)
  expect(isRight(set('a', 'b', 'c'), ['a', 'b'])).toBe(false)
  expect(isRight(set(), ['a'])).toBe(false)
})

test('one right option: choosing another one takes the first back; several: each for itself', () => {
  expect([...choose(set('a'), 'b', true)]).toEqual(['b'])
  expect([...choose(set('a'), 'b', false)]).toEqual(['a', 'b'])
  expect([...choose(set('a', 'b'), 'a', false)]).toEqual(['b'])
})

test('an answer that is out shows what was right, missed and wrong', () => {
  const marks = ['a', 'b', 'c', 'd'].map(id => markOf(id, set('a', 'c'), ['a', 'b']))
  expect(marks).toEqual(['right', 'missed', 'wrong', null])
  expect(markOf('a', set(), ['a'])).toBe('right')
})

function entry(id: string, createdAt: string): Entry {
  return { kind: 'course', id, createdAt, head: {} as never }
}

test('two lists are one, newest first', () => {
  const courses = { entries: [entry('c2', '5'), entry('c1', '2')], hasMore: false }
  const programs = { entries: [entry('p2', '4'), entry('p1', '1')], hasMore: false }
  const { entries, wanting } = merged([courses, programs])
  expect(entries.map(one => one.id)).toEqual(['c2', 'p2', 'c1', 'p1'])
  expect(wanting).toEqual([])
})

test('nothing is shown that an entry not read yet could stand above', () => {
  const courses = { entries: [entry('c9', '9'), entry('c6', '6')], hasMore: true }
  const programs = { entries: [entry('p8', '8'), entry('p3', '3')], hasMore: true }
  const { entries, wanting } = merged([courses, programs])
  expect(entries.map(one => one.id)).toEqual(['c9', 'p8', 'c6'])
  expect(wanting).toEqual([0])
})

test('a list that has not been read at all holds everything back', () => {
  const { entries, wanting } = merged([
    { entries: [], hasMore: true },
    { entries: [entry('p', '1')], hasMore: false },
  ])
  expect(entries).toEqual([])
  expect(wanting).toEqual([0])
})

test('only addresses that can do no harm are links', () => {
  expect(safeAddress('https://example.org/a b')).toBeNull()
  expect(safeAddress('https://example.org/a?b#c')).toBe('https://example.org/a?b#c')
  expect(safeAddress('mailto:somebody@example.org')).toBe('mailto:somebody@example.org')
  for (const address of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'vbscript:x',
    'blob:https://example.org/1',
    'file:///etc/passwd',
    '/queue',
    '//example.org',
    'RFC 9110, section 9.2.1',
  ]) {
    expect(safeAddress(address), address).toBeNull()
  }
})

test('a reference of several questions is named once', () => {
  const question = (question_id: string, references: string[] | null) =>
    ({ question_id, references, text: '', options: [], correct: [], explanation: null, topic: null }) as never
  expect(referencesOf([question('1', ['a', 'b']), question('2', null), question('3', ['b'])])).toEqual([
    { text: 'a', questionIds: ['1'] },
    { text: 'b', questionIds: ['1', '3'] },
  ])
})

test('what a browser has stored may be anything', () => {
  const nothing = { last: null, finished: [] }
  for (const stored of [undefined, '', 'x', 'null', '[]', '{"last": 5, "finished": {}}']) {
    expect(readingOf(stored), stored).toEqual(nothing)
  }
  expect(readingOf('{"last": "a", "finished": ["a", 3]}')).toEqual({ last: 'a', finished: ['a'] })
})

function job(status: string, ...steps: [string, number | null][]): JobWithItems {
  return { status, steps: steps.map(([of, items_completed]) => ({ status: of, items_completed })) } as never
}

test('a course is read anew when a step or an item is done, not whenever its job has something to say', () => {
  const before = writtenSoFar(job('running', ['completed', null], ['running', 2]))
  expect(writtenSoFar(job('running', ['completed', null], ['running', 2]))).toBe(before)
  expect(writtenSoFar(job('running', ['completed', null], ['running', 3]))).not.toBe(before)
  expect(writtenSoFar(job('completed', ['completed', null], ['running', 2]))).not.toBe(before)
})

test('a file has the name that the service gave it', () => {
  expect(nameIn('attachment; filename="gre.md"; filename*=UTF-8\'\'gr%C3%B6%C3%9Fe.md')).toBe('größe.md')
  expect(nameIn('attachment; filename="first-aid.md"')).toBe('first-aid.md')
  expect(nameIn('attachment; filename="a.md"; filename*=UTF-8\'\'%E6%BC')).toBe('a.md')
  expect(nameIn('')).toBe('export.md')
})

test.each([
  ['generating', undefined, false, 'In progress', true, false],
  ['generating', 'pending', false, 'Queued', true, false],
  ['generating', 'running', false, 'In progress', true, false],
  ['generating', 'completed', false, 'In progress', true, false],
  ['generating', 'waiting', false, 'Waiting for you', false, true],
  ['generating', 'failed', false, 'Failed', false, false],
  ['generating', 'cancelled', false, 'Cancelled', false, false],
  ['generating', undefined, true, 'Unfinished', false, false],
  ['draft', 'cancelled', false, 'Draft', false, true],
  ['published', undefined, false, 'Published', false, true],
  ['ready', undefined, false, 'Ready', false, true],
] as const)(
  'of what is %s and whose job is %s (gone: %s) one reads %s',
  (status, job, isGone, label, goesOn, isOpen) => {
    const writing = writingOf(status, job && { status: job }, isGone)
    expect([writing.look.label, writing.isGoingOn, writing.isOpen]).toEqual([label, goesOn, isOpen])
  },
)

test('one is not led to what ended before anything of it was written', () => {
  expect(isWorthReading(job('cancelled', ['completed', null], ['cancelled', 0]))).toBe(false)
  expect(isWorthReading(job('failed', ['failed', null]))).toBe(false)
  expect(isWorthReading(job('cancelled', ['completed', null], ['cancelled', 1]))).toBe(true)
  expect(isWorthReading(job('running', ['running', null]))).toBe(true)
})
