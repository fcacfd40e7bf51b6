import { expect, test } from 'vitest'
import { doubtOf } from '../../src/reader/doubts'

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
