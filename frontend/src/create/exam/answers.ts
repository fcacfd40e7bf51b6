/** Answers: which options a file means by `B`, `B, D`, `BD`, `2`, `B. Because …` or an option's own text. */
import type { ReadOption } from './exam'
import { withoutEnds } from './trim'

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

/** White space around it is trimmed from the parts: a pattern that began with it would look again and again. */
const SEPARATOR = /[,;|/&+\n]|\band\b|\bund\b/i
const LETTER_LIST = /^\(?([A-Z](?:\s*(?:[,;/&+]|\band\b|\bund\b)\s*(?:and\s+)?[A-Z])+)\b/
/** More than any question has options: what is cut off here is no list of them anyway. */
const MOST_PARTS = 1_000
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
    const known = new Known(options)
    for (const answer of answers) {
      const numbers = numbersIn(answer)
      if (numbers.length === 0 || !numbers.every(number => options[number - from])) return false
      if (!numbers.every(number => known.byText(String(number)))) places = true
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
  const known = new Known(options)
  return answers.flatMap(answer => meant(String(answer).trim(), known, numbers) ?? [String(answer).trim()])
}

/** What is left of each `B. Because it scales.` when the answer is taken away, where something is. */
export function remarks(answers: readonly string[], options: readonly ReadOption[]): string[] {
  const known = new Known(options)
  return answers.map(answer => remark(answer, known)).filter(text => text !== '')
}

/** Options by what an answer may call them, folded once for all answers; of equals the first counts. */
class Known {
  private readonly exact = new Map<string, string>()
  private readonly ids = new Map<string, string>()
  private readonly texts = new Map<string, string>()

  private readonly options: readonly ReadOption[]

  constructor(options: readonly ReadOption[]) {
    this.options = options
    for (const { option_id, text } of options.toReversed()) {
      this.exact.set(option_id, option_id)
      this.ids.set(option_id.toLowerCase(), option_id)
      this.texts.set(folded(text), option_id)
    }
  }

  byId(answer: string): string | null {
    return this.exact.get(answer) ?? this.ids.get(answer.toLowerCase()) ?? null
  }

  byText(answer: string): string | null {
    const wanted = folded(answer)
    return wanted === '' ? null : (this.texts.get(wanted) ?? null)
  }

  byPlace(answer: string, from: 0 | 1): string | null {
    if (!/^\d{1,2}$/.test(answer)) return null
    return this.options[Number(answer) - from]?.option_id ?? null
  }
}

function remark(answer: string, options: Known): string {
  if (options.byText(answer) !== null || several(answer, options, { from: 1 }) !== null) return ''
  const list = LETTER_LIST.exec(answer)
  const label = list ?? LABELLED.exec(answer)
  if (label?.[1] === undefined || (!list && options.byId(label[1]) === null)) return ''
  const rest = answer.slice(label[0].length).replace(/^[\s.):\-–—]+/, '')
  return options.byText(rest) === null && options.byText(rest.replace(/\)$/, '')) === null ? rest : ''
}

function meant(answer: string, options: Known, numbers: Numbers): string[] | null {
  if (answer === '') return []
  const one = single(answer, options, numbers)
  if (one !== null) return [one]
  return several(answer, options, numbers) ?? run(answer, options) ?? leading(answer, options)
}

function single(answer: string, options: Known, { from, arePlaces }: Numbers): string | null {
  const bare = withoutEnds(answer, '([', ')].:')
  const place = options.byPlace(bare, from)
  return (
    options.byId(answer) ??
    options.byId(bare) ??
    (arePlaces ? place : null) ??
    options.byText(answer) ??
    place
  )
}

/** `B, D`, `B and D`, `1;3`, or texts of options. */
function several(answer: string, options: Known, numbers: Numbers): string[] | null {
  // Texts of options may hold commas and the word "and": marks that are rarer in them come first.
  for (const separator of [/[|\n]/, ';', SEPARATOR]) {
    const parts = partsOf(answer, separator)
    const ids = parts.map(part => single(part, options, numbers) ?? leading(part, options)?.[0] ?? null)
    if (ids.length > 1 && ids.every(id => id !== null)) return ids
  }
  return null
}

/** `BD`. */
function run(answer: string, options: Known): string[] | null {
  if (!/^[A-Z]{2,10}$/.test(answer) || new Set(answer).size !== answer.length) return null
  const ids = Array.from(answer, letter => options.byId(letter))
  return ids.every(id => id !== null) ? ids : null
}

/** `B. Because it scales`, `B, D: …`. */
function leading(answer: string, options: Known): string[] | null {
  const letters = LETTER_LIST.exec(answer)?.[1]
  if (letters !== undefined) {
    const ids = partsOf(letters, SEPARATOR).map(letter => options.byId(letter))
    if (ids.every(id => id !== null)) return ids
  }
  // `B Two`, where `Two` is what B says.
  const [, first = '', rest = ''] = /^(\S{1,3})\s+(\S[\s\S]*)$/.exec(answer) ?? []
  const named = options.byId(first)
  if (named !== null && options.byText(rest) === named) return [named]
  const label = LABELLED.exec(answer)?.[1]
  const id = label === undefined ? null : options.byId(label)
  return id === null ? null : [id]
}

function folded(text: string): string {
  return withoutEnds(text.toLowerCase().replace(/\s+/g, ' '), ' ', ' .')
}

function partsOf(answer: string, separator: RegExp | string): string[] {
  return answer
    .split(separator, MOST_PARTS)
    .map(part => part.trim())
    .filter(part => part !== '')
}

function numbersIn(answer: Answer): number[] {
  if (typeof answer === 'number') return [answer]
  const parts = answer.split(SEPARATOR).map(part => part.trim())
  return parts.every(part => /^\d{1,2}$/.test(part)) ? parts.map(Number) : []
}
