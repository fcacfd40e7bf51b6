import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../src/api/errors'
import { newQueryClient } from '../src/api/queries'
import { pollDelay } from '../src/jobs/polling'

const throttled = new ApiProblem(429, { message: 'Too Many Requests' }, null)
const refused = new ApiProblem(429, { code: 'too-many-jobs', detail: 'Too many.' }, 5_000)

describe('what the gateway itself refuses', () => {
  it('is polled again, less and less often, without a Retry-After', () => {
    const state = { data: undefined, error: throttled, errorUpdateCount: 1 }
    expect([1, 2, 3, 9].map(fetchFailureCount => pollDelay({ ...state, fetchFailureCount }))).toEqual([
      2_000, 4_000, 8_000, 30_000,
    ])
  })

  it('is sent again where it changes something, which a refusal of the service is not', () => {
    const retry = newQueryClient().getDefaultOptions().mutations?.retry
    if (typeof retry !== 'function') throw new Error('no rule')
    expect([0, 2, 3].map(failures => retry(failures, throttled))).toEqual([true, true, false])
    expect(retry(0, refused)).toBe(false)
    expect(retry(0, new ApiProblem(503, { message: 'Service Unavailable' }, null))).toBe(false)
  })
})
