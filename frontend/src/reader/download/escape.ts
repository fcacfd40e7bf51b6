/**
 * Markdown: escaping, so that text stays text and a lesson's body stays inside its lesson.
 *
 * The same rules as `local/cli/markdown.py`; a test of the page holds what both write against each other.
 */

/** White space and line ends as Python has them: a line of the one is a line of the other. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACES = new RegExp(`[${SPACE}]+`, 'u')
const A_SPACE = new RegExp(`[${SPACE}]`, 'u')
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u // eslint-disable-line no-control-regex
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/gu // eslint-disable-line no-control-regex

const SPECIAL = /[\\`*_[\]<>|~&$]/gu
/** What is markup at the beginning of a line only: headings, lists, underlines. */
const FIRST = new RegExp(`^([#+\\-=])|^(\\p{Nd}+)([.)])(?=[${SPACE}]|$)`, 'u')
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/u
const HEADING = new RegExp(`^ {0,3}(#{1,6})(?=[${SPACE}]|$)`, 'u')
const UNDERLINE = new RegExp(`^ {0,3}(=+|-+)[${SPACE}]*$`, 'u')
const TICKS = /`+/gu
const DEEPEST = 6
const TAB = 4

/** Plain text for one line: nothing in it is markup, line breaks become spaces. */
export function text(value: string): string {
  return escaped(value.split(SPACES).filter(Boolean).join(' '))
}

/** Plain text of several lines for a paragraph: its line breaks and indents stay. */
export function lines(value: string): string {
  return linesOf(withoutTabs(withoutEnds(value)))
    .map(withoutEndSpaces)
    .filter(Boolean)
    .map(indented)
    .join('\\\n')
}

/**
 * Markdown of somebody else, to stand under a heading of `level`.
 *
 * Its markup stays, but for three things: HTML shows as text, headings move so that the highest of them
 * stands right below `level`, and a code block that was not closed is closed.
 */
export function body(value: string, level: number): string {
  const deeper = level + 1 - highest(value)
  const written: string[] = []
  let fence = ''
  for (const raw of linesOf(withoutEnds(value.replace(CONTROL, '')))) {
    const line = withoutEndSpaces(raw)
    const [, mark, rest] = FENCE.exec(line) ?? []
    if (mark !== undefined) {
      if (!fence) fence = mark
      else if (mark[0] === fence[0] && mark.length >= fence.length && !rest?.trim()) fence = ''
      written.push(line)
    } else if (fence) written.push(line)
    else written.push(moved(line, deeper, Boolean(written.at(-1)?.trim())))
  }
  if (fence) written.push(fence)
  return written.join('\n')
}

/** A place that links lead to whatever the renderer makes of headings. */
export function anchor(name: string): string {
  return `<a id="${name}"></a>`
}

export function bullets(items: readonly string[]): string {
  return items.map(item => `- ${text(item)}`).join('\n')
}

/** Level of the highest heading in it; a line of code that looks like one does no harm. */
function highest(value: string): number {
  const found = linesOf(value).flatMap(line => HEADING.exec(line)?.[1]?.length ?? [])
  return found.length ? Math.min(...found) : 1
}

function moved(line: string, deeper: number, isAfterText: boolean): string {
  const heading = HEADING.exec(line)
  if (heading?.[1] !== undefined) {
    const depth = Math.min(heading[1].length + deeper, DEEPEST)
    return '#'.repeat(depth) + withoutHtml(line.slice(heading[0].length))
  }
  // It would make a heading of the line above.
  if (isAfterText && UNDERLINE.test(line)) return `\\${line.trim()}`
  return withoutHtml(line)
}

/** `<` as an entity, except in code, where it is harmless and an entity would show. */
function withoutHtml(line: string): string {
  const parts: string[] = []
  let end = 0
  for (const [start, stop] of codeSpans(line)) {
    parts.push(line.slice(end, start).replaceAll('<', '&lt;'), line.slice(start, stop))
    end = stop
  }
  return [...parts, line.slice(end).replaceAll('<', '&lt;')].join('')
}

/**
 * Where code begins and ends: between two runs of as many backticks. Takes time by the length of the line
 * alone, however many runs have no partner.
 */
function codeSpans(line: string): [number, number][] {
  const runs = Array.from(line.matchAll(TICKS), run => ({ at: run.index, length: run[0].length }))
  const last = new Map(runs.map(({ at, length }) => [length, at]))
  const found: [number, number][] = []
  let open: { at: number; length: number } | null = null
  for (const run of runs) {
    if (!open) {
      if ((last.get(run.length) ?? 0) > run.at) open = run
    } else if (run.length === open.length) {
      found.push([open.at, run.at + run.length])
      open = null
    }
  }
  return found
}

function indented(line: string): string {
  const stripped = line.replace(/^ +/u, '')
  return '&nbsp;'.repeat(line.length - stripped.length) + escaped(stripped)
}

function escaped(value: string): string {
  return value
    .replace(CONTROL, '')
    .replace(SPECIAL, '\\$&')
    .replace(FIRST, (_, mark?: string, digits?: string, dot?: string) =>
      mark === undefined ? `${digits ?? ''}\\${dot ?? ''}` : `\\${mark}`,
    )
}

function withoutEnds(value: string): string {
  let [from, to] = [0, value.length]
  while (value[from] === '\n') from += 1
  while (to > from && value[to - 1] === '\n') to -= 1
  return value.slice(from, to)
}

/** As `str.rstrip`; a pattern for the end would begin again at each space before it. */
function withoutEndSpaces(line: string): string {
  let to = line.length
  while (to > 0 && A_SPACE.test(line.charAt(to - 1))) to -= 1
  return line.slice(0, to)
}

/** As `str.splitlines`: an end of line at the end begins no new one. */
function linesOf(value: string): string[] {
  const found = value.split(LINE_END)
  if (found.at(-1) === '') found.pop()
  return found
}

/** As `str.expandtabs`: to the next column that is a multiple of TAB. */
function withoutTabs(value: string): string {
  let column = 0
  let out = ''
  for (const one of value) {
    const width = one === '\t' ? TAB - (column % TAB) : 1
    out += one === '\t' ? ' '.repeat(width) : one
    column = one === '\n' || one === '\r' ? 0 : column + width
  }
  return out
}
