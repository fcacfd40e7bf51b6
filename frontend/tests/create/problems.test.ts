// @vitest-environment node
/** What is wrong with an exam is said as the service would say it, and its limits are the contract's. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { ReadExam, ReadQuestion } from '../../src/create/exam/exam'
import { problemsOf } from '../../src/create/exam/problems'
import { decode, readExam } from '../../src/create/exam/read'
import * as limits from '../../src/create/limits'
import { texts } from '../../src/texts'
import { writtenExams } from './exams'

const ROOT = resolve(import.meta.dirname, '../../..')

interface Schema {
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  maxLength?: number
  maxItems?: number
  minItems?: number
  minimum?: number
  maximum?: number
  enum?: string[]
}

const { components } = JSON.parse(
  readFileSync(resolve(ROOT, 'layers/shared/generation/http/openapi.json'), 'utf8'),
) as { components: { schemas: Record<string, Schema> } }

/** A member's schema, without the null that it may be instead. */
function at(name: string, member: string): Schema {
  const schema = components.schemas[name]?.properties?.[member]
  if (!schema) throw new Error(`${name} has no ${member}`)
  return schema.anyOf?.[0] ?? schema
}

const range = ({ minimum, maximum }: Schema) => ({ least: minimum, most: maximum })
const items = ({ minItems, maxItems }: Schema) => ({ least: minItems, most: maxItems })

test('the limits are those of the contract', () => {
  expect(limits.EXAM).toEqual({
    title: at('Exam', 'title').maxLength,
    id: at('Question', 'question_id').maxLength,
    questions: at('Exam', 'questions').maxItems,
    text: at('Question', 'text').maxLength,
    options: items(at('Question', 'options')),
    optionText: at('Option', 'text').maxLength,
    explanation: at('Question', 'explanation').maxLength,
    references: at('Question', 'references').maxItems,
    reference: at('Question', 'references').items?.maxLength,
    topic: at('Question', 'topic').maxLength,
  })
  expect(limits.REQUEST).toEqual({
    language: at('ExamCourseInput', 'language').maxLength,
    audience: at('ExamCourseInput', 'audience').maxLength,
    // Of docs/api.md: the document has no place for it.
    bytes: 2_000_000,
  })
  expect(limits.OUTLINES).toEqual({
    topic: at('CourseOutlineInput', 'topic').maxLength,
    projects: range(at('CourseOutlineInput', 'projects')),
    alternatives: range(at('CourseOutlineInput', 'alternatives')),
  })
  expect(limits.OUTLINE).toEqual({
    title: at('Outline', 'title').maxLength,
    description: at('Outline', 'description').maxLength,
    projects: items(at('Outline', 'projects')),
    objectives: at('Project', 'objectives').maxItems,
    objective: at('Project', 'objectives').items?.maxLength,
    facts: at('Outline', 'facts').maxItems,
    fact: at('Outline', 'facts').items?.maxLength,
  })
  expect(limits.PROFILE).toEqual({
    age: range(at('Profile', 'age')),
    heightCm: range(at('Profile', 'height_cm')),
    massKg: range(at('Profile', 'mass_kg')),
    sleepHours: range(at('Profile', 'sleep_hours')),
    sessionsPerWeek: range(at('Profile', 'sessions_per_week')),
    sessionMinutes: range(at('Profile', 'minutes_per_session')),
    lifts: at('Profile', 'lifts').maxItems,
    exercise: at('Lift', 'exercise').maxLength,
    loadKg: range(at('Lift', 'load_kg')),
    repetitions: range(at('Lift', 'repetitions')),
    notes: at('Profile', 'notes').maxLength,
  })
  expect(limits.PROGRAM).toEqual({
    weeks: range(at('TrainingProgramInput', 'weeks')),
    daysPerWeek: range(at('TrainingProgramInput', 'days_per_week')),
  })
})

test('what there is to choose from has words for all that the contract knows', () => {
  const { equipments, experiences, goals, injury, sexes, exercises } = texts.create.program
  const names = (name: string) => components.schemas[name]?.enum?.toSorted()
  expect(['bodyweight', ...Object.keys(equipments)].toSorted()).toEqual(names('Equipment'))
  expect(Object.keys(experiences).toSorted()).toEqual(names('Experience'))
  expect(Object.keys(goals).toSorted()).toEqual(names('Goal'))
  expect(Object.keys(injury).toSorted()).toEqual(names('Injury'))
  expect(Object.keys(sexes).toSorted()).toEqual(names('Sex'))
  const catalogue = readFileSync(
    resolve(ROOT, 'layers/shared/generation/pipelines/training_program/science/exercises.csv'),
    'utf8',
  )
  for (const exercise of exercises) expect(catalogue).toContain(`,${exercise},`)
})

test('exams that the service takes have no problems', () => {
  for (const exam of writtenExams()) {
    const { exam: whole, questions } = problemsOf(exam)
    expect([...whole, ...questions.flat()]).toEqual([])
  }
})

const SOUND: ReadQuestion = {
  question_id: 'q1',
  text: 'Which?',
  options: [
    { option_id: 'A', text: 'This' },
    { option_id: 'B', text: 'That' },
  ],
  correct: ['A'],
}

const option = (option_id: string, text = 'x') => ({ option_id, text })

test.each<[string, Partial<ReadQuestion>, string[]]>([
  ['sound', {}, []],
  ['no answer', { correct: [] }, ['No right answer is marked']],
  ['another answer', { correct: ['A', 'F'] }, ['The answer “F” is none of the options']],
  ['no text', { text: ' \u200b\n' }, ['The text is empty']],
  ['an empty option', { options: [option('A'), option('B', '')] }, ['Option B is empty']],
  ['two of a name', { options: [option('A'), option('B'), option('B')] }, ['Two options are called B']],
  ['one option', { options: [option('A')] }, ['It has 1 option, at least 2 are needed']],
  [
    'eleven options',
    { options: Array.from('ABCDEFGHIJK', letter => option(letter)) },
    ['It has 11 options, at most 10 are allowed'],
  ],
  ['a long text', { text: 'x'.repeat(4001) }, ['The text has 4,001 characters, at most 4,000 are allowed']],
  ['characters of two halves', { text: '𝕩'.repeat(4000) }, []],
  ['half a character', { text: 'x\ud800' }, ['The text holds characters that cannot be stored']],
  ['an id of two lines', { question_id: 'q\n1' }, ['The id of the question must be a single line']],
  ['a blank explanation', { explanation: ' ' }, ['The explanation is empty']],
  [
    'many references',
    { references: Array.from({ length: 21 }, () => 'x') },
    ['It has 21 references, at most 20 are allowed'],
  ],
])('%s', (_, change, expected) => {
  expect(problemsOf({ title: 'Exam', questions: [{ ...SOUND, ...change }] }).questions).toEqual([expected])
})

test('the second of two questions of a name is the one with the problem', () => {
  const exam: ReadExam = { title: 'Exam', questions: [SOUND, SOUND] }
  expect(problemsOf(exam).questions).toEqual([[], ['The id “q1” is that of question 1 already']])
})

test('an exam of none or too many questions, without a title, too large', () => {
  const whole = (exam: ReadExam) => problemsOf(exam).exam
  expect(whole({ title: '', questions: [] })).toEqual(['The title is empty', 'There is no question left'])
  const many = Array.from({ length: 1001 }, (_, index) => ({ ...SOUND, question_id: `q${index}` }))
  expect(whole({ title: 'x', questions: many })).toEqual([
    'There are 1,001 questions, at most 1,000 are allowed',
  ])
  const long = many.slice(1).map(question => ({ ...question, text: 'ä'.repeat(1100) }))
  expect(whole({ title: 'x', questions: long })).toEqual([
    expect.stringMatching(/^The exam has 2,\d{3} kB, at most 2,000 kB are allowed$/),
  ])
  expect(whole({ exam_id: 'a/b', title: 'x', questions: [SOUND] })).toEqual([
    'The id of the exam must not hold a slash',
  ])
})

test('faults of a file are found where they are', () => {
  const file = [
    '1. Sound?\nA. x\nB. y\nAnswer: A',
    '2. Unmarked?\nA. x\nB. y',
    '3. Elsewhere?\nA. x\nB. y\nAnswer: D',
    '4. Twice?\nA. x\nB. y\nB. z\nAnswer: A',
    '5. Nothing to choose?\nAnswer: A',
  ].join('\n\n')
  const read = readExam(file, 'faults.md')
  expect(read.questions.map(question => question.text)).toHaveLength(5)
  expect(problemsOf(read).questions).toEqual([
    [],
    ['No right answer is marked'],
    ['The answer “D” is none of the options'],
    ['Two options are called B'],
    ['It has 0 options, at least 2 are needed', 'The answer “A” is none of the options'],
  ])
})

test('files of spreadsheets that are not UTF-8', () => {
  expect(decode(Uint8Array.of(0xff, 0xfe, 0x61, 0x00, 0xe4, 0x00))).toBe('aä')
  expect(decode(Uint8Array.of(0x61, 0xe4))).toBe('aä')
  expect(decode(new TextEncoder().encode('aä'))).toBe('aä')
})

test('an exam of a thousand questions is read while one looks', () => {
  const list = Array.from(
    { length: 1000 },
    (_, index) =>
      `${index + 1}. Which one?\n   - A. This\n   - B. That\n\n   Answer: B\n\n   Explanation: Since it is.\n`,
  ).join('\n')
  const before = performance.now()
  expect(readExam(list, 'large.md').questions).toHaveLength(1000)
  // A tenth of it on a machine with nothing else to do; what this finds is time that grows with the square.
  expect(performance.now() - before).toBeLessThan(2_000)
})
