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
