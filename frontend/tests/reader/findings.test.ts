import { describe, expect, test } from 'vitest'
import { keysOf, withKey } from '../../src/reader/fine'
import {
  countedByLevel,
  findingsElsewhere,
  findingsIn,
  lessonPointer,
  weekPointer,
  whereIn,
  type Finding,
  type Level,
} from '../../src/reader/findings'

const finding = (pointer: string, level: Level = 'warn', message = 'Something'): Finding => ({
  rule: 'a-rule',
  level,
  pointer,
  message,
})

describe('where findings lie', () => {
  const found = [
    finding('/topics/0/lessons/1/quiz/2', 'note'),
    finding('/topics/0/lessons/1', 'block'),
    finding('/topics/0/lessons/10/body'),
    finding('/topics/1/lessons/1/body'),
    finding('/glossary/3'),
    finding(''),
  ]
  test.each<[string, readonly number[]]>([
    ['/topics/0/lessons/1', [1, 0]], // the worst first
    ['/topics/0/lessons/10', [2]],
    ['/topics/1/lessons/1', [3]],
    ['/topics/2/lessons/0', []],
    ['/weeks/1', []],
  ])('in %s', (place, expected) => {
    expect(findingsIn(found, place)).toEqual(expected.map(index => found[index]))
  })

  test('in no lesson', () => {
    const lessons = ['/topics/0/lessons/1', '/topics/0/lessons/10', '/topics/1/lessons/1']
    expect(findingsElsewhere(found, lessons)).toEqual([found[4], found[5]])
    expect(findingsElsewhere(found, [])).toHaveLength(found.length)
  })

  test('places of lessons and weeks count from 0', () => {
    expect(lessonPointer({ kind: 'exam', number: 2, chapter: { number: 3 } })).toBe('/topics/2/lessons/1')
    expect(lessonPointer({ kind: 'project', number: 1, chapter: { number: 1 } })).toBe(
      '/projects/0/lessons/0',
    )
    expect(weekPointer(0)).toBe('/weeks/0')
  })
})

test.each([
  ['/topics/0/lessons/0/body', '/topics/0/lessons/0', 'Text'],
  ['/topics/0/lessons/0/quiz/2', '/topics/0/lessons/0', 'Quiz question 3'],
  ['/topics/0/lessons/0/quiz/2/options/1', '/topics/0/lessons/0', 'Quiz question 3, option 2'],
  ['/topics/0/lessons/0/quiz/2/explanation', '/topics/0/lessons/0', 'Quiz question 3'],
  ['/topics/0/lessons/0/worked_questions/0/why_right', '/topics/0/lessons/0', 'Worked question 1'],
  ['/projects/0/lessons/0/tasks/1/hints/0', '/projects/0/lessons/0', 'Task 2, hint 1'],
  ['/weeks/1/sessions/0/exercises/3', '/weeks/1', 'Session 1, exercise 4'],
  ['/topics/0/lessons/0', '/topics/0/lessons/0', ''],
  ['/topics/0/lessons/0/of_tomorrow/3', '/topics/0/lessons/0', ''],
  ['/topics/0/lessons/0/constructor', '/topics/0/lessons/0', ''],
  ['/glossary/3', '/topics/0/lessons/0', ''],
])('%s in %s is called "%s"', (pointer, place, name) => {
  expect(whereIn(pointer, place)).toBe(name)
})

test.each<[Level[], string]>([
  [[], ''],
  [['block'], '1 that blocks publishing'],
  [['note', 'warn', 'block', 'warn', 'block'], '2 that block publishing, 2 warnings, 1 note'],
])('%o are counted by level', (levels, text) => {
  expect(countedByLevel(levels.map(level => finding('', level)))).toBe(text)
})

test.each([
  ['["a","b"]', ['a', 'b']],
  ['["a",1,null]', ['a']],
  ['{"a":1}', []],
  ['"a"', []],
  ['[', []],
  [undefined, []],
])('%s in a browser’s storage', (text, keys) => {
  expect(keysOf(text)).toEqual(keys)
})

test('what is fine is kept once, is taken back, and is no more than an artifact has', () => {
  expect(withKey(['a', 'b'], 'a', true)).toEqual(['b', 'a'])
  expect(withKey(['a', 'b'], 'a', false)).toEqual(['b'])
  expect(withKey([], 'a', false)).toEqual([])
  const many = Array.from({ length: 200 }, (_, index) => `${index}`)
  expect(withKey(many, 'new', true)).toEqual([...many.slice(1), 'new'])
})
