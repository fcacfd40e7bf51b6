import { expect, test } from 'vitest'
import { scoreOf } from '../../src/reader/grading'

const asked = { correct: ['a'] }
const two = { correct: ['a', 'b'] }
const disputed = { correct: ['a'], disputed: { answer: ['b'], reason: 'Why', claim: '' } }

test.each([
  ['nothing answered', [asked, two], [], { right: 0, graded: 2 }],
  ['all right', [asked, two], ['a', 'ba'], { right: 2, graded: 2 }],
  ['half of two', [two], ['a'], { right: 0, graded: 1 }],
  ['one too many', [asked], ['ab'], { right: 0, graded: 1 }],
  ['disputed, by the key', [asked, disputed], ['a', 'a'], { right: 1, graded: 1 }],
  ['disputed, by the other', [disputed, asked], ['b', 'b'], { right: 0, graded: 1 }],
  ['all disputed', [disputed], ['a'], { right: 0, graded: 0 }],
])('a score: %s', (_, questions, answers, score) => {
  expect(
    scoreOf(
      questions,
      answers.map(ids => new Set(ids)),
    ),
  ).toEqual(score)
})
