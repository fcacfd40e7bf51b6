/** A question of a file, mended where it stands. */
import { expect, test } from 'vitest'
import type { ReadQuestion } from '../../src/create/exam/exam'
import {
  isTwiceLettered,
  lettered,
  mended,
  withExplanation,
  withOneMore,
  withOption,
  withoutOption,
  withRight,
} from '../../src/create/exam/mending'

const SOUND: ReadQuestion = {
  question_id: 'q1',
  text: 'Which?',
  options: [
    { option_id: 'a', text: 'One' },
    { option_id: 'b', text: 'Two' },
  ],
  correct: ['b'],
  explanation: 'Since.',
}
const QUESTION: ReadQuestion = { ...SOUND, fault: 'The row has more cells than the header' }
const [A, B] = QUESTION.options as [ReadQuestion['options'][0], ReadQuestion['options'][0]]
const TWICE: ReadQuestion = { ...SOUND, options: [A, { option_id: 'a', text: 'Two' }], correct: ['a'] }

test.each<[string, ReadQuestion, Partial<ReadQuestion>]>([
  ['a text, and what could not be read is forgotten', mended(QUESTION, { text: 'What?' }), { text: 'What?' }],
  ['an option', withOption(QUESTION, 1, 'Three'), { options: [A, { option_id: 'b', text: 'Three' }] }],
  [
    'one more right answer, in the order of the options',
    withRight(QUESTION, 'a', true),
    { correct: ['a', 'b'] },
  ],
  ['one less', withRight(QUESTION, 'b', false), { correct: [] }],
  [
    'an answer that is none of the options goes with the first that is ticked',
    withRight({ ...QUESTION, correct: ['the second'] }, 'b', true),
    { correct: ['b'] },
  ],
  ['an option more', withOneMore(QUESTION), { options: [A, B, { option_id: 'c', text: '' }] }],
  ['the right option taken out', withoutOption(QUESTION, 1), { options: [A], correct: [] }],
  [
    'letters',
    lettered(QUESTION),
    {
      options: [
        { option_id: 'A', text: 'One' },
        { option_id: 'B', text: 'Two' },
      ],
      correct: ['B'],
    },
  ],
  ['an explanation', withExplanation(QUESTION, 'So.'), { explanation: 'So.' }],
])('%s', (_, after, change) => {
  expect(after).toEqual({ ...SOUND, ...change })
})

test('an empty explanation is none', () => {
  expect(withExplanation(QUESTION, '')).not.toHaveProperty('explanation')
})

test('an option more has the first letter that is free', () => {
  const none: ReadQuestion = { ...SOUND, options: [], correct: [] }
  expect(withOneMore(none).options).toEqual([{ option_id: 'A', text: '' }])
  const gap: ReadQuestion = {
    ...SOUND,
    options: [
      { option_id: 'A', text: '' },
      { option_id: 'C', text: '' },
    ],
  }
  expect(withOneMore(gap).options[2]?.option_id).toBe('B')
})

test.each([
  [QUESTION, false],
  [TWICE, true],
  [{ ...SOUND, options: [A, { option_id: ' ', text: 'Two' }] }, true],
])('options that are called alike are lettered anew (%#)', (question, isTwice) => {
  expect(isTwiceLettered(question)).toBe(isTwice)
  expect(isTwiceLettered(lettered(question))).toBe(false)
})
