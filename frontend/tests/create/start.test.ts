// @vitest-environment node
/** What is started twice by accident has one key, and what is meant to be another thing has another. */
import { expect, test } from 'vitest'
import { readersInput } from '../../src/create/readersChoice'
import { StartKeys } from '../../src/create/startKeys'

const start = (exam_id: string) => ({ pipeline: 'exam_course' as const, input: { exam_id } })

test('a request keeps its key, another request gets another', () => {
  const keys = new StartKeys()
  const first = keys.of(start('a'))
  expect(keys.of(start('b'))).not.toBe(first)
  expect(keys.of(start('a'))).toBe(first)
  expect(first).toMatch(/^[0-9a-f]{32}$/)
})

test('another page that starts the same has another key', () => {
  expect(new StartKeys().of(start('a'))).not.toBe(new StartKeys().of(start('a')))
})

test('languages of the list go by their tags, others as they are written', () => {
  expect(readersInput({ language: ' german ', audience: '' })).toEqual({ language: 'de' })
  expect(readersInput({ language: 'Plattdüütsch', audience: ' nurses ' })).toEqual({
    language: 'Plattdüütsch',
    audience: 'nurses',
  })
})
