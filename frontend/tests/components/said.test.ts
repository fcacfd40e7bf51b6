/** Every code that the service and its jobs may name has a sentence that a person understands. */
import { describe, expect, test } from 'vitest'
import { CODES } from '../../src/api/codes'
import { ApiProblem, Unreachable } from '../../src/api/errors'
import { saidOf, saidOfJob } from '../../src/components/said'
import { failures } from '../../src/texts/failures'

/** Words of those who build the service, not of those who use it. */
const OURS =
  /\b(HTTP|JSON|token|payload|request|lease|cursor|idempoten\w*|null|worker|task|pointer|server)\b|-not-/i

describe.each(CODES)('%s', code => {
  const { says, todo, isTold } = failures[code]

  test('says what has happened and what one can do', () => {
    for (const text of [says, todo]) {
      expect(text).toMatch(/^[A-Z].*[.]$/s)
      expect(text.length).toBeLessThan(180)
    }
  })

  test('in words for people', () => {
    expect(`${says} ${todo}`).not.toMatch(OURS)
    expect(`${says} ${todo}`).not.toContain(code.includes('-') ? code : '\0')
  })

  test('is said of a request and of a job, with the rest to be unfolded', () => {
    const problem = new ApiProblem(409, { code, detail: 'In the words of the service.' }, null)
    for (const said of [saidOf(problem), saidOfJob(jobError(code))]) {
      expect(said.text).toBe(isTold ? 'In the words of the service.' : says)
      expect(said.todo).toBe(todo)
      expect(`${said.text} ${said.details}`).toContain('In the words of the service.')
      expect(said.details).toContain(code)
    }
  })
})

function jobError(code: string) {
  return { code, message: 'In the words of the service.', step: null, item_id: null, retryable: true }
}

test.each<[string, Error, string, string]>([
  [
    'a code that this page does not know',
    new ApiProblem(409, { code: 'new-one', detail: 'So it is.' }, null),
    'So it is.',
    'HTTP 409, new-one',
  ],
  [
    'one that is called as what every object has',
    new ApiProblem(409, { code: 'constructor', detail: 'So it is.' }, null),
    'So it is.',
    'HTTP 409, constructor',
  ],
  [
    'an answer of what stands before the service',
    new ApiProblem(502, {}, null),
    'The service cannot answer at the moment. Try again a little later.',
    'HTTP 502',
  ],
  ['no answer', new Unreachable('Nobody answers.'), 'Nobody answers.', ''],
  ['a fault of the page', new Error('Something broke.'), 'Something broke.', ''],
])('%s', (_, error, text, details) => {
  expect(saidOf(error)).toMatchObject({ text, details })
})

test('faults of fields stand among the details', () => {
  const errors = [{ pointer: '/title', message: 'is empty' }]
  expect(saidOf(new ApiProblem(422, { code: 'invalid-input', errors }, null)).details).toContain(
    '/title is empty',
  )
})
