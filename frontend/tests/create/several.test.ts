import { describe, expect, test } from 'vitest'
import { faultsOf, readSeveral, refusalOf, startsOf, usable } from '../../src/create/exam/several'
import type { ReadExam } from '../../src/create/exam/exam'
import { REQUEST } from '../../src/create/limits'
import { batches } from '../../src/texts/batches'

const t = batches.files

const question = {
  question_id: 'q1',
  text: 'Who lays the eggs?',
  options: [
    { option_id: 'a', text: 'The queen' },
    { option_id: 'b', text: 'The drone' },
  ],
  correct: ['a'],
}
const exam: ReadExam = { title: 'Bees', questions: [question] }
const file = (name: string, content: unknown) =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], name)

test('each file is read for itself: what is no exam keeps nobody else from being one', async () => {
  const files = await readSeveral([
    file('bees.json', exam),
    file('notes.txt', 'Buy honey.'),
    file('empty.csv', ''),
    file('wasps.json', { ...exam, exam_id: 'a/b', title: ' Wasps ' }),
  ])
  expect(files.map(({ name, exam, faults }) => [name, exam?.title ?? null, faults.length])).toEqual([
    ['bees.json', 'Bees', 0],
    ['notes.txt', null, 1],
    ['empty.csv', null, 1],
    ['wasps.json', 'Wasps', 0],
  ])
  // An id that is no address is left out: the service gives the exam another one.
  expect(usable(files).map(one => one.exam_id)).toEqual([undefined, undefined])
})

describe('faults of a file', () => {
  const without = { ...question, correct: [] }
  test.each<[string, ReadExam, number]>([
    ['none', exam, 0],
    ['of the exam', { ...exam, title: '' }, 1],
    ['of a question', { ...exam, questions: [without] }, 1],
    [
      'three of them are told, and how many there are',
      { ...exam, questions: Array.from({ length: 9 }, (_, n) => ({ ...without, question_id: `q${n}` })) },
      4,
    ],
  ])('%s', (_, read, count) => expect(faultsOf(read)).toHaveLength(count))

  test('a question is named by its place', () => {
    expect(faultsOf({ ...exam, questions: [question, { ...without, question_id: 'q2' }] })[0]).toMatch(
      /^Question 2: /,
    )
  })
})

const big: ReadExam = { ...exam, questions: [{ ...question, text: 'x'.repeat(REQUEST.bytes / 2) }] }

test.each<[string, readonly ReadExam[], string | null]>([
  ['one', [exam], null],
  ['a hundred', Array.from({ length: 100 }, () => exam), null],
  ['a hundred and one', Array.from({ length: 101 }, () => exam), t.tooMany(101, 100)],
  ['none', [], t.none],
  ['more than a request takes', [big, big], t.tooLarge('2.0', '2.0')],
])('whether it can be one batch: %s', (_, exams, refusal) => {
  expect(refusalOf(exams)).toBe(refusal)
})

test('each exam is a start of its own, all for the same readers', () => {
  expect(startsOf([exam, { ...exam, title: 'Wasps' }], { language: 'de' }, true)).toEqual([
    { pipeline: 'exam_course', input: { exam, language: 'de' }, options: { fresh: true } },
    {
      pipeline: 'exam_course',
      input: { exam: { ...exam, title: 'Wasps' }, language: 'de' },
      options: { fresh: true },
    },
  ])
})
