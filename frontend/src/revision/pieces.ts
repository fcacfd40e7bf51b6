/** Pieces: two texts word by word, as what stayed, what was taken away and what is new. */
import { diffArrays } from 'diff'

export interface Piece {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Words that one may be taken away or added between two texts. Beyond it, lines are compared: what was written
 * anew from beginning to end is not read word by word, and the comparison takes time with the square of this. */
export const MOST_EDITS = 1_000

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' })

/** `before` is what stayed with what was removed, `after` what stayed with what was added, to the byte. */
export function piecesOf(before: string, after: string): readonly Piece[] {
  return joined(compared(wordsOf(before), wordsOf(after)) ?? byLines(before, after))
}

function byLines(before: string, after: string): readonly Piece[] {
  return compared(linesOf(before), linesOf(after)) ?? whole(before, after)
}

function whole(before: string, after: string): readonly Piece[] {
  return [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
}

/** undefined: more than MOST_EDITS. */
function compared(before: string[], after: string[]): readonly Piece[] | undefined {
  return diffArrays(before, after, { maxEditLength: MOST_EDITS })?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }))
}

/** Words, and what stands between them, also of languages that are written without spaces. */
function wordsOf(text: string): string[] {
  return Array.from(WORDS.segment(text), ({ segment }) => segment)
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/)
}

/** Words in place of others that only blanks stand between are one change: "a new end" in place of "the old one", not word for word. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = []
  let [removed, added] = ['', '']
  const end = () => {
    if (removed) found.push({ kind: 'removed', text: removed })
    if (added) found.push({ kind: 'added', text: added })
    removed = added = ''
  }
  pieces.forEach(({ kind, text }, index) => {
    const isWithin = index + 1 < pieces.length && removed && added && BLANKS.test(text)
    if (kind === 'same' && !isWithin) {
      end()
      found.push({ kind, text })
      return
    }
    if (kind !== 'added') removed += text
    if (kind !== 'removed') added += text
  })
  end()
  return found
}

const BLANKS = /^[^\S\n]+$/

export type Shown = Piece | { readonly kind: 'left out'; readonly words: number }

/** Characters of what stayed that are shown beside a change. */
const AROUND = 160

/** Without the long stretches in which nothing has changed. */
export function shortened(pieces: readonly Piece[]): readonly Shown[] {
  return pieces.flatMap((piece, index) => {
    const { kind, text } = piece
    const before = index > 0 ? AROUND : 0
    const after = index < pieces.length - 1 ? AROUND : 0
    if (kind !== 'same' || text.length <= before + after + AROUND) return [piece]
    const [begin, end] = [beginOf(text, before), endOf(text, after)]
    const words = wordsOf(text.slice(begin.length, text.length - end.length)).filter(isWord).length
    const shown: Shown[] = [
      { kind, text: begin },
      { kind: 'left out', words },
      { kind, text: end },
    ]
    return shown.filter(one => one.kind === 'left out' || one.text !== '')
  })
}

/** Up to a blank, so that no word is cut. */
function beginOf(text: string, most: number): string {
  return /^[\s\S]*\s/.exec(text.slice(0, most))?.[0] ?? ''
}

function endOf(text: string, most: number): string {
  return most === 0 ? '' : (/(?<=\s)\S[\s\S]*$/.exec(text.slice(-most))?.[0] ?? '')
}

function isWord(segment: string): boolean {
  return /[\p{L}\p{N}]/u.test(segment)
}
