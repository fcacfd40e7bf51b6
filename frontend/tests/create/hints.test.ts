/** What stands in an exam twice is pointed at; it keeps nobody from starting. */
import { expect, test } from 'vitest'
import type { ReadQuestion } from '../../src/create/exam/exam'
import { hintsOf, problemsOf } from '../../src/create/exam/problems'

const question = (text: string, ...options: string[]): ReadQuestion => ({
  question_id: `${text}-${Math.random()}`,
  text,
  options: options.map((one, index) => ({ option_id: 'ABCDEFGHIJ'[index] ?? '', text: one })),
  correct: ['A'],
})

test.each<[string, ReadQuestion[], string[][]]>([
  ['none', [question('a?', 'x', 'y'), question('b?', 'x', 'y')], [[], []]],
  ['two options', [question('a?', 'x', 'y', ' x ')], [['Options A and C say the same']]],
  [
    'three of them',
    [question('a?', 'x', 'x', 'x')],
    [['Options A and B say the same', 'Options A and C say the same']],
  ],
  ['other spaces', [question('a?', 'ls  -l', 'ls\n-l')], [['Options A and B say the same']]],
  ['not capitals, which are another command', [question('a?', 'ls -l', 'ls -L')], [[]]],
  ['not signs', [question('a?', 'cmd > f', 'cmd >> f')], [[]]],
  ['not options that are empty, which is a problem', [question('a?', '', '')], [[]]],
  [
    'two questions, their options in another order',
    [question('a?', 'x', 'y'), question('b?', 'x', 'y'), question('a? ', 'y', 'x')],
    [[], [], ['It asks the same as question 1, with the same options']],
  ],
  [
    'not the same text with other options',
    [question('Which is true?', 'x', 'y'), question('Which is true?', 'z', 'y')],
    [[], []],
  ],
])('%s', (_, questions, hints) => {
  expect(hintsOf(questions)).toEqual(hints)
})

test.each<[string, number[], string[][]]>([
  ['the second', [2], [[], [], [], ['It asks the same as question 1, with the same options']]],
  ['the first', [0], [[], [], [], ['It asks the same as question 3, with the same options']]],
  ['both others', [0, 2], [[], [], [], []]],
])('a question that is left out is nobody’s twin: %s', (_, out, hints) => {
  const twin = () => question('a?', 'x', 'y')
  expect(hintsOf([twin(), question('b?', 'x', 'y'), twin(), twin()], new Set(out))).toEqual(hints)
})

test('what is pointed at is no problem', () => {
  const questions = [question('a?', 'x', 'x'), question('a?', 'x', 'x')]
  expect(problemsOf({ title: 'T', questions }).questions).toEqual([[], []])
})
