/** Said: an error in words for people, what one can do, and the rest to be unfolded. */
import { ApiProblem, Unreachable } from '../api/errors'
import type { Job } from '../api/types'
import { texts } from '../texts'
import { failures, type Failing } from '../texts/failures'

export interface Said {
  readonly text: string
  /** '' where nothing is known that would help. */
  readonly todo: string
  /** For whoever is asked for help; '' where there is nothing more to say. */
  readonly details: string
}

const FAILURES: Readonly<Partial<Record<string, Failing>>> = failures

export function saidOf(error: Error): Said {
  if (error instanceof Unreachable) {
    return { text: error.message, todo: texts.common.unreachableText, details: '' }
  }
  if (!(error instanceof ApiProblem)) return { text: error.message, todo: '', details: '' }
  // Of what stands before the service, which names no code.
  if (error.members.code === undefined)
    return { text: error.message, todo: '', details: `HTTP ${error.status}` }
  const faults = error.faults.map(({ pointer, message }) => `${pointer} ${message}`)
  return told(error.code, error.message, [`HTTP ${error.status}, ${error.code}`, ...faults])
}

/** As one text: what has happened, and what one can do. */
export function inWords(error: Error): string {
  const { text, todo } = saidOf(error)
  return [text, todo].filter(Boolean).join(' ')
}

export function saidOfJob({ code, message }: NonNullable<Job['error']>): Said {
  return told(code, message, [code])
}

function told(code: string, message: string, more: readonly string[]): Said {
  const known = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined
  if (!known) return { text: message, todo: '', details: more.join('\n') }
  const { says, todo, isTold = false } = known
  return {
    text: isTold ? message : says,
    todo,
    details: [...(isTold ? [] : [message]), ...more].join('\n'),
  }
}
