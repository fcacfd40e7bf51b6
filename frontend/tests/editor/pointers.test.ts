/** Where a fault stands in the form. */
import { expect, test } from 'vitest'
import { placed, sentence, valueAt } from '../../src/editor/pointers'
import { nextOptionId } from '../../src/editor/lists'
import { OF_EXAM, OF_PROJECT } from './lessons'

const MESSAGE = 'must not be empty'

test.each([
  [OF_EXAM, '/title', '/title'],
  [OF_EXAM, '/body', '/body'],
  [OF_EXAM, '/objectives', '/objectives'],
  [OF_EXAM, '/objectives/1', '/objectives/1'],
  [OF_EXAM, '/objectives/7', '/objectives'],
  [OF_EXAM, '/key_points/0', '/key_points/0'],
  [OF_EXAM, '/worked_questions', '/worked_questions'],
  [OF_EXAM, '/worked_questions/0/question_id', '/worked_questions/0'],
  [OF_EXAM, '/worked_questions/0/why_right', '/worked_questions/0/why_right'],
  [OF_EXAM, '/worked_questions/0/why_wrong', '/worked_questions/0'],
  [OF_EXAM, '/worked_questions/0/why_wrong/0/reason', '/worked_questions/0/why_wrong/0/reason'],
  [OF_EXAM, '/worked_questions/0/marking_doubt/reason', '/worked_questions/0'],
  [OF_EXAM, '/quiz', '/quiz'],
  [OF_EXAM, '/quiz/0/question', '/quiz/0/question'],
  [OF_EXAM, '/quiz/0/options', '/quiz/0/options'],
  [OF_EXAM, '/quiz/0/options/1/text', '/quiz/0/options/1/text'],
  [OF_EXAM, '/quiz/0/options/1/option_id', '/quiz/0/options'],
  [OF_EXAM, '/quiz/0/correct/0', '/quiz/0/correct'],
  [OF_EXAM, '/quiz/0/explanation', '/quiz/0/explanation'],
  [OF_PROJECT, '/example', '/example'],
  [OF_PROJECT, '/summary', '/summary'],
  [OF_PROJECT, '/tasks', '/tasks'],
  [OF_PROJECT, '/tasks/0/title', '/tasks/0/title'],
  [OF_PROJECT, '/tasks/0/hints', '/tasks/0/hints'],
  [OF_PROJECT, '/tasks/0/hints/1', '/tasks/0/hints/1'],
  [OF_PROJECT, '/tasks/0/minutes', '/tasks/0/minutes'],
  [OF_PROJECT, '/tasks/0/task_id', '/tasks'],
  [OF_EXAM, '', undefined],
  [OF_EXAM, '/question_ids', undefined],
  [OF_EXAM, '/example', undefined],
  [OF_PROJECT, '/quiz/0/question', undefined],
])('%# %s', (lesson, pointer, field) => {
  const { at, rest } = placed([{ pointer, message: MESSAGE }], lesson)
  expect([...at.keys()]).toEqual(field === undefined ? [] : [field])
  expect(rest).toEqual(field === undefined ? [{ pointer, message: MESSAGE }] : [])
})

test('faults of one field stand there together', () => {
  const faults = [
    { pointer: '/quiz/0/correct', message: 'must not be empty' },
    { pointer: '/quiz/0/correct/3', message: 'Names no option.' },
  ]
  expect(placed(faults, OF_EXAM).at.get('/quiz/0/correct')).toBe('Must not be empty. Names no option.')
})

test.each([
  ['must not be empty', 'Must not be empty.'],
  ['Is this right?', 'Is this right?'],
  ['', '.'],
])('%j as a sentence', (message, text) => {
  expect(sentence(message)).toBe(text)
})

test.each([
  ['', { 'a/b': { '~': [1, 2] } }],
  ['/a~1b/~0/1', 2],
  ['/a~1b/~0/5', undefined],
  ['/nothing/at/all', undefined],
  ['/constructor', undefined],
])('value at %j', (pointer, value) => {
  expect(valueAt({ 'a/b': { '~': [1, 2] } }, pointer)).toEqual(value)
})

test.each([
  [[], 'A'],
  [['A', 'B'], 'C'],
  [['A', 'C'], 'B'],
  [['1', '2'], 'A'],
])('after options %j comes %s', (taken, id) => {
  expect(nextOptionId(taken)).toBe(id)
})
