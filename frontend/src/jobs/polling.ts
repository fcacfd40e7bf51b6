/** When to ask again: the one answer to it for every view that follows something. */
import type { Polled } from '../api/client'
import { isTransient } from '../api/errors'

const FIRST_BACKOFF_MS = 2_000
const LONGEST_BACKOFF_MS = 30_000

interface PollState {
  readonly data: Polled<unknown> | undefined
  readonly error: Error | null
  readonly errorUpdateCount: number
  readonly fetchFailureCount: number
}

/** ms until the next request, or false when there is nothing more to ask for. */
export function pollDelay(state: PollState): number | false {
  if (state.error) return isTransient(state.error) ? backoff(state.fetchFailureCount) : false
  return state.data?.retryAfterMs ?? false
}

/** `failures` in a row, at least 1. */
export function backoff(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1), LONGEST_BACKOFF_MS)
}
