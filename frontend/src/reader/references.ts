/** References: where the questions of an exam say that one can read on. */
import type { Question } from '../api/types'

export interface Reference {
  readonly text: string
  readonly questionIds: readonly string[]
}

/** Each reference once, with the questions that name it, in the order of the questions. */
export function referencesOf(questions: Iterable<Question>): Reference[] {
  const found = new Map<string, Set<string>>()
  for (const question of questions) {
    for (const text of question.references ?? []) {
      const ids = found.get(text) ?? new Set()
      found.set(text, ids.add(question.question_id))
    }
  }
  return [...found].map(([text, ids]) => ({ text, questionIds: [...ids] }))
}

const SAFE = new Set(['http:', 'https:', 'mailto:'])

/** The address, if following it can do no harm; relative ones would lead into this page. */
export function safeAddress(text: string): string | null {
  // The parser takes line breaks and tabs out of an address, so that it reads otherwise than it leads.
  if (/[\s\p{Cc}]/u.test(text.trim())) return null
  try {
    const address = new URL(text)
    return SAFE.has(address.protocol) ? address.href : null
  } catch {
    return null
  }
}
