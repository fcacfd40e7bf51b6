import { expect, test } from 'vitest'
import type { Course } from '../../src/api/types'
import { checkedBy, disputeOf, doubtOf, isGraded } from '../../src/reader/doubts'

const worked = { question_id: 'q1', why_right: '', why_wrong: [] }

test.each([
  ['none', worked, null],
  ['null', { ...worked, marking_doubt: null }, null],
  ['a text', { ...worked, marking_doubt: 'B is right' }, null],
  ['no reason', { ...worked, marking_doubt: { likely: ['b'] } }, null],
  ['a reason alone', { ...worked, marking_doubt: { reason: 'Why' } }, { reason: 'Why', likely: [] }],
  [
    'a reason and options',
    { ...worked, marking_doubt: { reason: 'Why', likely: ['b', 3, 'c'] } },
    { reason: 'Why', likely: ['b', 'c'] },
  ],
])('a doubt: %s', (_, given, doubt) => {
  expect(doubtOf(given)).toEqual(doubt)
})

const dispute = { answer: ['a'], reason: 'Why', claim: 'A sentence.' }

test.each([
  ['none', worked, null],
  ['null', { ...worked, disputed: null }, null],
  ['a text', { ...worked, disputed: 'A' }, null],
  ['no answer', { ...worked, disputed: { ...dispute, answer: [] } }, null],
  [
    'an answer alone',
    { ...worked, disputed: { answer: ['a', 1] } },
    { answer: ['a'], reason: '', claim: '' },
  ],
  ['all of it', { ...worked, disputed: dispute }, dispute],
])('a dispute: %s', (_, given, found) => {
  expect(disputeOf(given)).toEqual(found)
})

test.each([
  ['neither', worked, true],
  ['members that are null', { ...worked, marking_doubt: null, disputed: null }, true],
  ['a doubt', { ...worked, marking_doubt: { reason: 'Why', likely: [] } }, false],
  ['a dispute', { ...worked, disputed: dispute }, false],
])('a question is graded unless there is a doubt or a dispute: %s', (_, given, graded) => {
  expect(isGraded(given)).toBe(graded)
})

test.each([
  ['nobody', [null, undefined], []],
  ['one model', ['haiku', null, 'haiku'], ['haiku']],
  ['two models', ['haiku', 'other'], ['haiku', 'other']],
])('a course is checked by %s', (_, models, found) => {
  const topics = models.map(checked_by => ({ lessons: [{ checked_by }] }))
  expect(checkedBy({ kind: 'exam', topics } as unknown as Course)).toEqual(found)
})

test('a course of projects is not checked', () => {
  expect(checkedBy({ kind: 'project', projects: [] } as unknown as Course)).toEqual([])
})
