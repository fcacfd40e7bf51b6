/** Answers: which options a file means by `B`, `B, D`, `BD`, `2`, `B. Because …` or an option's own text. */
import type { ReadOption } from './exam'

export type Answer = string | number

interface Answered {
  readonly answers: readonly Answer[]
  readonly options: readonly ReadOption[]
  readonly answersAreIndices?: boolean
}

/** What numbers mean in a file: `from` is what the first option is called. */
export interface Numbers {
  readonly from: 0 | 1
  readonly arePlaces?: boolean
}

const SEPARATOR = /\s*(?:[,;|/&+\n]|\band\b|\bund\b)\s*/i
const LETTER_LIST = /^\(?([A-Z](?:\s*(?:[,;/&+]|\band\b|\bund\b)\s*(?:and\s+)?[A-Z])+)\b/
const LABELLED = /^\(?([A-Za-z0-9]{1,3})\)?\s*[.):(\-–—]\s*/

/**
 * Whether the options of a file are counted from 0 or from 1: a 0 among the answers tells, and so does the
 * number of all options. Otherwise what is `usual`.
 */
export function countedFrom(questions: readonly Answered[], usual: 0 | 1): 0 | 1 {
  let past = false
  for (const { answers, options, answersAreIndices } of questions) {
    if (answersAreIndices) continue
    const ids = new Set(options.map(option => option.option_id))
    for (const number of answers.flatMap(numbersIn)) {
      if (ids.has(String(number))) continue
      if (number === 0) return 0
      if (number === options.length) past = true
    }
  }
  return past ? 1 : usual
}

/**
 * Whether a number means the place of an option also where another option says this number: a file that
 * answers with numbers throughout, some of which no option says, does not answer with texts.
 */
export function arePlaces(questions: readonly Answered[], from: 0 | 1): boolean {
  let places = false
  for (const { answers, options, answersAreIndices } of questions) {
    if (answersAreIndices) continue
    for (const answer of answers) {
      const numbers = numbersIn(answer)
      if (numbers.length === 0 || !numbers.every(number => options[number - from])) return false
      if (!numbers.every(number => byText(String(number), options))) places = true
    }
  }
  return places
}

/** Ids of options; what means none of them stays as it is, for a person to see. */
export function resolveAnswers(
  answers: readonly Answer[],
  options: readonly ReadOption[],
  numbers: Numbers,
): string[] {
  return answers.flatMap(answer => meant(String(answer).trim(), options, numbers) ?? [String(answer).trim()])
}

/** What is left of `B. Because it scales.` when the answer is taken away; '' where nothing is. */
export function remark(answer: string, options: readonly ReadOption[]): string {
  if (byText(answer, options) !== null || several(answer, options, { from: 1 }) !== null) return ''
  const list = LETTER_LIST.exec(answer)
  const label = list ?? LABELLED.exec(answer)
  if (label?.[1] === undefined || (!list && byId(label[1], options) === null)) return ''
  const rest = answer.slice(label[0].length).replace(/^[\s.):\-–—]+/, '')
  return byText(rest, options) === null && byText(rest.replace(/\)$/, ''), options) === null ? rest : ''
}

function meant(answer: string, options: readonly ReadOption[], numbers: Numbers): string[] | null {
  if (answer === '') return []
  const one = single(answer, options, numbers)
  if (one !== null) return [one]
  return several(answer, options, numbers) ?? run(answer, options) ?? leading(answer, options)
}

function single(answer: string, options: readonly ReadOption[], { from, arePlaces }: Numbers): string | null {
  const bare = answer.replace(/^[([]+|[)\].:]+$/g, '')
  const place = byPlace(bare, options, from)
  return (
    byId(answer, options) ??
    byId(bare, options) ??
    (arePlaces ? place : null) ??
    byText(answer, options) ??
    place
  )
}

/** `B, D`, `B and D`, `1;3`, or texts of options. */
function several(answer: string, options: readonly ReadOption[], numbers: Numbers): string[] | null {
  // Texts of options may hold commas and the word "and": marks that are rarer in them come first.
  for (const separator of [/\s*[|\n]\s*/, /\s*;\s*/, SEPARATOR]) {
    const parts = answer.split(separator).filter(part => part !== '')
    const ids = parts.map(part => single(part, options, numbers) ?? leading(part, options)?.[0] ?? null)
    if (ids.length > 1 && ids.every(id => id !== null)) return ids
  }
  return null
}

/** `BD`. */
function run(answer: string, options: readonly ReadOption[]): string[] | null {
  if (!/^[A-Z]{2,10}$/.test(answer) || new Set(answer).size !== answer.length) return null
  const ids = Array.from(answer, letter => byId(letter, options))
  return ids.every(id => id !== null) ? ids : null
}

/** `B. Because it scales`, `B, D: …`. */
function leading(answer: string, options: readonly ReadOption[]): string[] | null {
  const letters = LETTER_LIST.exec(answer)?.[1]
  if (letters !== undefined) {
    const ids = letters.split(SEPARATOR).map(letter => byId(letter, options))
    if (ids.every(id => id !== null)) return ids
  }
  // `B Two`, where `Two` is what B says.
  const [, first = '', rest = ''] = /^(\S{1,3})\s+(.+)$/.exec(answer) ?? []
  const named = byId(first, options)
  if (named !== null && byText(rest, options) === named) return [named]
  const label = LABELLED.exec(answer)?.[1]
  const id = label === undefined ? null : byId(label, options)
  return id === null ? null : [id]
}

function byId(answer: string, options: readonly ReadOption[]): string | null {
  const exactly = options.find(option => option.option_id === answer)
  if (exactly) return exactly.option_id
  const folded = answer.toLowerCase()
  return options.find(option => option.option_id.toLowerCase() === folded)?.option_id ?? null
}

function byText(answer: string, options: readonly ReadOption[]): string | null {
  const wanted = folded(answer)
  if (wanted === '') return null
  return options.find(option => folded(option.text) === wanted)?.option_id ?? null
}

function byPlace(answer: string, options: readonly ReadOption[], from: 0 | 1): string | null {
  if (!/^\d{1,2}$/.test(answer)) return null
  return options[Number(answer) - from]?.option_id ?? null
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trimStart()
}

function numbersIn(answer: Answer): number[] {
  if (typeof answer === 'number') return [answer]
  const parts = answer.split(SEPARATOR)
  return parts.every(part => /^\d{1,2}$/.test(part)) ? parts.map(Number) : []
}
