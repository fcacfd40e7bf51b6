/** What may go wrong between the page and the API. */
import { texts } from '../texts'

const t = texts.common.answers

export interface FieldFault {
  /** JSON pointer into the body, or `/query/limit`. */
  pointer: string
  message: string
}

/** A problem answer (RFC 9457). */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly faults: readonly FieldFault[]
  readonly retryAfterMs: number | null
  /** Epoch ms of when to ask again, as the answer said when it came. */
  readonly retryAt: number | null
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, document: Readonly<Record<string, unknown>>, retryAfterMs: number | null) {
    super(text(document.detail) ?? text(document.title) ?? wordless(status))
    this.status = status
    this.code = text(document.code) ?? 'unavailable'
    this.faults = Array.isArray(document.errors) ? document.errors.filter(isFault) : []
    this.retryAfterMs = retryAfterMs
    this.retryAt = retryAfterMs === null ? null : Date.now() + retryAfterMs
    this.members = document
  }

  /** Whether the same request may succeed a little later. */
  get isTransient(): boolean {
    return this.status === 429 || this.status >= 500
  }

  /** Whether API Gateway's throttle refused it: no function has seen it, and no `Retry-After` came. */
  get isThrottled(): boolean {
    return this.status === 429 && this.members.code === undefined
  }
}

/** No answer at all: no network, or nobody listens. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** Whether what was asked about is not there, or not any more. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404
}

/** Whether asking again may help. */
export function isTransient(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiProblem && error.isTransient)
}

/** For an answer without a text of its own: not of the service, but of what stands before it. */
function wordless(status: number): string {
  if (status === 429) return t.busy
  return status >= 500 ? t.unavailable : t.refused(status)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isFault(value: unknown): value is FieldFault {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pointer' in value &&
    'message' in value &&
    typeof value.pointer === 'string' &&
    typeof value.message === 'string'
  )
}
