import { expect, test } from 'vitest'
import { view } from '../../src/embedding/view'
import { messageOf } from '../../src/jobs/message'
import { job } from './jobs'

const UNTIL = '2026-11-22T18:25:40Z'
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

test('a job says what it does', () => {
  expect(messageOf(job())).toBe('Generating lessons')
})

test('a job that waits for the limit says until when, by the clock on the wall', () => {
  const waiting = job({ waiting_for: 'model_limit', waits_until: UNTIL, message: 'until 18:25 UTC' })
  const said = `Waits for the model’s limit until ${CLOCK.format(new Date(UNTIL))}`
  expect(messageOf(waiting)).toBe(said)
  expect(view({ ...waiting, items: [] }, new Map()).message).toBe(said)
})

test.each([
  [2, '2nd in line'],
  [3, '3rd in line'],
  [11, '11th in line'],
  [21, '21st in line'],
  [112, '112th in line'],
])('a job that is number %i says so', (position, said) => {
  const queue = { position, ahead_of_own: 0, expected_start_at: null }
  expect(messageOf(job({ status: 'pending', waiting_for: 'turn', queue }))).toBe(said)
})

test('a job that waits for its turn says when it is likely to begin', () => {
  const queue = { position: 3, ahead_of_own: 1, expected_start_at: UNTIL }
  const waiting = job({ status: 'pending', waiting_for: 'turn', queue })
  const said = `3rd in line, begins at about ${CLOCK.format(new Date(UNTIL))}`
  expect(messageOf(waiting)).toBe(said)
  expect(view({ ...waiting, items: [] }, new Map()).message).toBe(said)
})

test('the next one only waits for a worker', () => {
  const queue = { position: 1, ahead_of_own: 0, expected_start_at: null }
  expect(messageOf(job({ status: 'pending', queue, message: 'Queued' }))).toBe('Queued')
})
