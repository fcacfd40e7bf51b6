import { expect, test } from 'vitest'
import type { Course } from '../../src/api/types'
import { aroundOf } from '../../src/reader/around'

function course(of: object): Course {
  return {
    kind: 'exam',
    topics: [],
    introduction: null,
    glossary: [],
    summary: null,
    final_exam: [],
    ...of,
  } as never
}

const TERM = { term: 'Premise', meaning: 'What is taken for granted.', lesson_ids: [] }

test.each<[string, object, string[]]>([
  ['nothing while the course is written', {}, []],
  ['what an earlier release did not write', { glossary: undefined, final_exam: undefined }, []],
  [
    'what is there, in the order of reading',
    { summary: '## One', introduction: 'Hello' },
    ['introduction', 'summary'],
  ],
  ['lists that hold something', { glossary: [TERM], final_exam: [{}] }, ['glossary', 'final-exam']],
  [
    'of a project course all but a final exam',
    { kind: 'project', introduction: 'Hello', glossary: [TERM], final_exam: undefined },
    ['introduction', 'glossary'],
  ],
  ['nothing of a project course of an earlier release', { kind: 'project', glossary: undefined }, []],
])('around a course: %s', (_, of, ids) => {
  expect(aroundOf(course(of)).map(part => part.id)).toEqual(ids)
})
