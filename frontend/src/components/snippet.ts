/**
 * Snippet: a short text of an exam or a model, as the pieces that it is shown in.
 *
 * Not Markdown: what stands in an exam is plain text, in which `__init__`, `2 * 3 * 4` and `# 1` mean what they
 * say. Only fenced code, `code`, **strong**, lists and images are taken for what they are; all else stays as it is.
 */

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'image'; readonly text: string; readonly address: string }

export type Block =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'text'; readonly pieces: readonly Inline[] }

const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/
const BULLET = /^ {0,3}[-*•] +(?=\S)/
const NUMBER = /^ {0,3}\d{1,3}[.)] +(?=\S)/

/** For texts of the lengths that the contract allows: a fence that is never closed is looked for to the end. */
export function blocksOf(text: string): Block[] {
  const lines = text.split(/\r?\n/)
  const blocks: Block[] = []
  let plain: string[] = []
  const flush = () => {
    const pieces = inlinesOf(plain.join('\n').replace(/^\n+|\n+$/g, ''))
    if (pieces.length > 0) blocks.push({ kind: 'text', pieces })
    plain = []
  }
  for (let at = 0; at < lines.length;) {
    const code = fenced(lines, at)
    const list = code ? null : listed(lines, at)
    if (code || list) flush()
    if (code) blocks.push({ kind: 'code', text: code.text })
    if (list) blocks.push(list.block)
    if (!code && !list) plain.push(lines[at] ?? '')
    at = code?.next ?? list?.next ?? at + 1
  }
  flush()
  return blocks
}

/** Whether it is shown as it was typed. */
export function isPlain(text: string): boolean {
  return blocksOf(text).every(
    block => block.kind === 'text' && block.pieces.every(piece => piece.kind === 'text'),
  )
}

/** Code up to the closing fence; without one it is no code. */
function fenced(lines: readonly string[], at: number): { text: string; next: number } | null {
  const fence = FENCE.exec(lines[at] ?? '')?.[1]
  if (fence === undefined) return null
  const end = lines.findIndex((line, index) => index > at && line.trim() === fence)
  return end < 0 ? null : { text: lines.slice(at + 1, end).join('\n'), next: end + 1 }
}

/** Two lines at least: one alone may be a minus, or the number of a step. */
function listed(lines: readonly string[], at: number): { block: Block; next: number } | null {
  const mark = [BULLET, NUMBER].find(one => one.test(lines[at] ?? '') && one.test(lines[at + 1] ?? ''))
  if (!mark) return null
  let next = at
  while (next < lines.length && mark.test(lines[next] ?? '')) next += 1
  const items = lines.slice(at, next).map(line => inlinesOf(line.replace(mark, '')))
  return { block: { kind: 'list', isNumbered: mark === NUMBER, items }, next }
}

const CODE = /(?<!`)(`{1,2})(?!`)([^`\n]{1,500})\1(?!`)/
const STRONG = /(?<![\w*])\*\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*\*(?![\w*])/
const IMAGE = /!\[([^\]\n]{0,300})\]\(([^\s()]{1,1000})\)/
const PIECE = new RegExp(`${CODE.source}|${STRONG.source}|${IMAGE.source}`, 'gu')

export function inlinesOf(text: string): Inline[] {
  const pieces: Inline[] = []
  let at = 0
  for (const match of text.matchAll(PIECE)) {
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) })
    pieces.push(pieceOf(match))
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

function pieceOf([, ticks, code, strong, description = '', address]: RegExpExecArray): Inline {
  if (ticks !== undefined) return { kind: 'code', text: code ?? '' }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  return { kind: 'image', text: description, address: address ?? '' }
}
