/**
 * Lines: what a single line of a Markdown list of questions may be.
 *
 * Whatever somebody puts into a file, a line is read in a time that grows with its length: no two repetitions
 * of the same character stand side by side in a pattern, and none that could begin anywhere repeats at all.
 */
import { withoutEnds } from './trim'

export interface Numbered {
  readonly indent: number
  readonly number: number
  /** `Question 3` and `Q3.`, unlike `3.` */
  readonly isNamed: boolean
  readonly text: string
}

export interface OptionLine {
  readonly letter: string | null
  readonly text: string
  readonly isTicked: boolean | null
  /** All of it is bold, not its letter alone. */
  readonly isBold: boolean
}

const NUMBERED =
  /^(\s*)(?:>\s*)?(?:#{1,6}\s*)?(?:\*\*|__)?(?:\[[^\]]{1,20}\]\s*)?(?:(question|frage|q)\s*(?:\.\s*)?(?:#\s*)?)?(\d{1,4})\s*(?:(?:(?:\*\*|__)\s*)?\\?([.):\]])(?=\s|\*|_|$)|(?=\s|$|\*\*|__))\s*(.*)$/i
const LETTERED =
  /^\s*(?:[-*+]\s+)?(?:\[([ xX✓✔])\]\s*)?(\*\*|__)?(?:\*(?!\*))?\(?([A-Ja-j])(?:\s*(?:(?:\*\*|__)\s*)?\\?[.):](?:\*\*|__)?(?:\s+|$)|(?:\*\*|__)\s+|\s+[-–—]\s+)(.*)$/
const TICKED = /^\s*[-*+]\s+\[([ xX✓✔])\]\s*(.*)$/
const RIGHT =
  /(?:[✅✓✔☑]\uFE0F?|[([]\s{0,9}(?:correct|right|right answer|correct answer|richtig|x)\s{0,9}[)\]]|(?:<-{1,9}|←|-{1,9})\s{0,9}(?:correct|right)(?: answer)?)$/i

const ANSWER = new RegExp(
  '^(?:(?:click|tap)\\b[^:]{0,20}?)?(?:(?:show|see|view|reveal|check|toggle|suggested)\\s+)?(?:the\\s+)?' +
    '(?:(?:correct|right|model|suggested|official)\\s+(?:answers?|options?|choices?|ones?)|' +
    'answers?|solutions?|ans|correct|lösung(?:en)?|antwort(?:en)?)(?:\\(s\\))?\\s*' +
    '(?:(?:is|are|ist)\\s*:?|[:=]|[-–—](?=\\s)|$)\\s*(.*)$',
  'i',
)
const ANSWER_LETTERS = /^(?:correct\s+)?answers?\s+\(?([A-J](?:[\s,&]+[A-J])*)\)?\.?$/i
const EXPLANATION =
  /^(?:explanations?|rationale|reason|reasoning|why|feedback|justification|erklärung|begründung)\s*(?:[:=]|[-–—](?=\s)|$)\s*(.*)$/i
const REFERENCE =
  /^(?:references?|sources?|links?|further reading|read more|learn more|quellen?)\s*(?:[:=]|$)\s*(.*)$/i
const TOPIC = /^(?:topic|domain|category|section|thema)\s*[:=]\s*(.+)$/i
const KEY_HEADING =
  /^(?:the\s+)?(?:correct\s+)?(?:answers?|answer keys?|answer sheet|keys?|solutions?|lösungen|antworten)\s*:?$/i
const VERDICT = /^[*_]*(in)?correct\b[*_.:!]*\s*(.*)$/i

/** What any label begins with: most lines are none, and are not asked by each pattern. */
const LABEL =
  /^(?:click|tap|show|see|view|reveal|check|toggle|suggested|the\b|correct|right|model|official|answer|solution|ans\b|lösung|antwort|explanation|rationale|reason|why|feedback|justification|erklärung|begründung|reference|source|link|further|read|learn|quelle|topic|domain|category|section|thema|key|option|choice)/i

/** `---`, and `Options:` above options that speak for themselves. */
export function isRuleOrCaption(line: string): boolean {
  return /^\s*(?:[-*_]\s*){3,}$/.test(line) || /^(?:answer\s+)?(?:options|choices)\s*:$/i.test(label(line))
}

export function heading(line: string): { level: number; text: string } | null {
  const found = /^\s{0,3}(#{1,6})\s+(.*)$/.exec(line)
  if (found?.[1] === undefined) return null
  return { level: found[1].length, text: unbold(withoutEnds(found[2] ?? '', '', '#')) }
}

export function numbered(line: string): Numbered | null {
  const found = NUMBERED.exec(line)
  if (!found) return null
  const [, indent = '', name, number = '', mark, text = ''] = found
  // "2 apples" begins with a number and is none; "Question 2" is one.
  if (mark === undefined && name === undefined) return null
  return { indent: indent.length, number: Number(number), isNamed: name !== undefined, text: unbold(text) }
}

export function option(line: string): OptionLine | null {
  const lettered = LETTERED.exec(line)
  const found = lettered ?? TICKED.exec(line)
  if (!found) return null
  const tick = found[1]
  const [opening, letter, rest] = lettered
    ? [found[2], found[3] ?? null, found[4] ?? '']
    : ['', null, found[2] ?? '']
  const text = rest.trim()
  const isRight = RIGHT.test(text)
  const isWhole =
    /^(\*\*|__).*\1$/.test(text) || (opening !== undefined && opening !== '' && text.endsWith(opening))
  const isStarred = lettered !== null && /^\s*\*\(?[A-Ja-j]\)?\s*[.)]/.test(line)
  return {
    letter: letter?.toUpperCase() ?? null,
    text: unbold(text.replace(RIGHT, '')),
    isTicked: isRight || isStarred ? true : tick === undefined ? null : tick !== ' ',
    isBold: isWhole && !/^(\*\*|__)[^*_]*\1\s*\S/.test(text),
  }
}

/** What stands behind `Answer:`; '' where it stands on the lines that follow; null: no such line. */
export function answer(line: string): string | null {
  const text = label(line)
  if (text === '') return null
  return ANSWER_LETTERS.exec(text)?.[1] ?? ANSWER.exec(text)?.[1]?.trim() ?? null
}

export function explanation(line: string): string | null {
  const value = EXPLANATION.exec(label(line))?.[1]?.trim()
  return value ? asWritten(line, value) : (value ?? null)
}

export function reference(line: string): string | null {
  return REFERENCE.exec(label(line))?.[1]?.trim() ?? null
}

export function topic(line: string): string | null {
  return TOPIC.exec(label(line))?.[1]?.trim() ?? null
}

export function isKeyHeading(line: string): boolean {
  return KEY_HEADING.test(label(line))
}

/** `*Incorrect.* Because …` below an option. */
export function verdict(line: string): { isRight: boolean; text: string } | null {
  const found = VERDICT.exec(line.trim())
  if (!found || answer(line) !== null) return null
  return { isRight: found[1] === undefined, text: found[2] ?? '' }
}

/** Entries `12. B` of a list of answers, several on a line too; null where the line is something else. */
export function keyEntries(line: string): { number: number; answer: string }[] | null {
  const text = bare(line.replaceAll('|', ' ')).replaceAll('**', '').trim()
  const entry =
    /(?:q(?:uestion)?\s*)?(\d{1,4})\s*(?:[.):=-]+\s*)?\(?([A-Ja-j](?:\s*[,&/+]\s*[A-Ja-j]|[A-J])*)\)?(?=[\s,;.]|$)[,;.]?/giy
  const entries: { number: number; answer: string }[] = []
  let at = 0
  while (at < text.length) {
    entry.lastIndex = at
    const found = entry.exec(text)
    if (!found) return null
    entries.push({ number: Number(found[1]), answer: (found[2] ?? '').toUpperCase() })
    at = entry.lastIndex
    while (text[at] === ' ') at += 1
  }
  return entries.length > 0 ? entries : null
}

/** Addresses in a line; without any, the line itself. */
export function addresses(line: string): string[] {
  const found = line.match(/https?:\/\/[^\s<>)\]]+/g)
  if (found) return found
  const text = line
    .replace(/^\s*[-*+]\s+/, '')
    .replace(/^\s*<(.*)>\s*$/, '$1')
    .trim()
  return text === '' ? [] : [text]
}

let labelled = { line: '', text: '' }

/** `bare` of a line that a label may begin, '' of any other. Asked for one line several times in a row. */
function label(line: string): string {
  if (labelled.line !== line) {
    const text = bare(line)
    labelled = { line, text: LABEL.test(text) ? text : '' }
  }
  return labelled.text
}

/** Without quotes, list marks, emoji and emphasis around it: what labels are looked for in. */
export function bare(line: string): string {
  const text = line
    .replace(/^[\s>]*(?:[-*+]\s+)?/, '')
    .replace(/\*\*|__/g, '')
    .replace(/^[#\s\p{Extended_Pictographic}\uFE0F]+(?=\D)/u, '')
  return withoutEnds(text, '*_', '*_').trim()
}

/** The value of a labelled line with its emphasis, which looking for the label took away. */
function asWritten(line: string, value: string): string {
  if (line.trimEnd().endsWith(value)) return value
  const opening = /^[\s>]*(?:[-*+]\s+)?(\*\*|__|\*|_)/.exec(line)?.[1]
  const text = line.slice(line.search(/[:=]|[-–—]\s/) + 1).trim()
  if (opening === undefined) return text
  if (text.startsWith(opening)) return text.slice(opening.length).trim()
  return text.endsWith(opening) ? text.slice(0, -opening.length).trim() : text
}

function unbold(text: string): string {
  const trimmed = text.trim()
  const whole = /^(\*\*|__)((?:(?!\1).)*)\1$/.exec(trimmed)
  if (whole) return (whole[2] ?? '').trim()
  // The mark that opened before the number or letter ends here.
  const marks = trimmed.match(/\*\*/g)?.length ?? 0
  return marks % 2 === 1 ? trimmed.replace(/\*\*(?=\s*$)|^\*\*/, '').trim() : trimmed
}
