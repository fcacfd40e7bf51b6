import { expect, test } from 'vitest'
import { canCancel, canContinue, canRetry, needsHigherCap } from '../../src/jobs/actions'
import { cancelled, job } from './jobs'

const error = { code: 'model-refused', message: 'No.', step: null, item_id: null, retryable: true }
const failed = job({ status: 'failed', is_finished: true, can_resume: true, error })
const completed = job({ status: 'completed', is_finished: true })

test.each([
  ['queued', job({ status: 'pending' }), { cancel: true, go: false, retry: false }],
  ['running', job(), { cancel: true, go: false, retry: false }],
  ['waiting', job({ status: 'waiting' }), { cancel: true, go: true, retry: false }],
  ['completed', completed, { cancel: false, go: false, retry: false }],
  ['failed', failed, { cancel: false, go: false, retry: true }],
  ['cancelled', cancelled(), { cancel: false, go: false, retry: true }],
])('what one can do with a job that is %s', (_, one, can) => {
  expect({ cancel: canCancel(one), go: canContinue(one), retry: canRetry(one) }).toEqual(can)
})

test('what fails in the same way with every try is not offered to be tried again', () => {
  const hopeless = { ...error, code: 'exam-missing', retryable: false }
  expect(canRetry({ ...failed, error: hopeless })).toBe(false)
})

test('only a spent cap has to be raised first', () => {
  expect(needsHigherCap(failed)).toBe(false)
  expect(needsHigherCap({ ...failed, error: { ...error, code: 'budget-exceeded' } })).toBe(true)
  expect(needsHigherCap(cancelled())).toBe(false)
})
