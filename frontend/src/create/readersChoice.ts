/** Readers, as the contract names them. */
import { texts } from '../texts'

export interface ReadersChoice {
  /** A name of a list, or whatever somebody writes. */
  readonly language: string
  readonly audience: string
}

const NAMES = texts.create.readers.languages

export const LANGUAGES: readonly string[] = Object.values(NAMES)
export const ANYBODY: ReadersChoice = { language: NAMES.en, audience: '' }

/** Languages of the list go by their tags, so that the same course is the same request. */
export function readersInput({ language, audience }: ReadersChoice): { language: string; audience?: string } {
  const written = language.trim()
  const known = Object.entries(NAMES).find(([, name]) => name.toLowerCase() === written.toLowerCase())
  return { language: known?.[0] ?? written, ...(audience.trim() === '' ? {} : { audience: audience.trim() }) }
}
