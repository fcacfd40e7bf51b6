import { expect, test } from 'vitest'
import type { Course } from '../../src/api/types'
import { checkedBy, doubtsOf, isGraded, type Posed, type Worked } from '../../src/reader/doubts'

const worked: Worked = { question_id: 'q1', why_right: '', why_wrong: [] }
const posed: Posed = { correct: ['a'] }
const doubt = { reason: 'Why', likely: ['b'] }
const dispute = { answer: ['a'], reason: 'Why', claim: 'A sentence.' }

test.each<[string, Worked | Posed, boolean]>([
  ['neither', worked, true],
  ['members that are null', { ...worked, marking_doubt: null, disputed: null }, true],
  ['a doubt', { ...worked, marking_doubt: doubt }, false],
  ['a dispute', { ...worked, disputed: dispute }, false],
  ['a quiz without a dispute', { ...posed, disputed: null }, true],
  ['a quiz with a dispute', { ...posed, disputed: dispute }, false],
])('a question is graded unless there is a doubt or a dispute: %s', (_, given, graded) => {
  expect(isGraded(given)).toBe(graded)
})

test('a doubtful key stands once, in the first lesson that works through its question', () => {
  const lesson = (lesson_id: string, ...worked_questions: Worked[]) => ({
    lesson_id,
    title: '',
    worked_questions,
  })
  const doubtful = { ...worked, marking_doubt: doubt }
  const lessons = [
    lesson('l1', worked, { ...doubtful, question_id: 'q2' }),
    lesson('l2', { ...doubtful, question_id: 'q2' }),
  ]
  const topics = [{ topic_id: 't1', title: '', lessons }]
  const found = doubtsOf({ kind: 'exam', topics } as unknown as Course)
  expect(found).toMatchObject([{ ...doubt, questionId: 'q2', lesson: { id: 'l1' } }])
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

test.each([true, false])('a question of a shared course says itself whether it is graded: %s', is_graded => {
  expect(isGraded({ correct: ['A'], is_graded } as unknown as Posed)).toBe(is_graded)
})
