/** Two texts word by word. */
import { describe, expect, test } from 'vitest'
import { MOST_EDITS, piecesOf, shortened, type Piece, type Shown } from '../../src/revision/pieces'

/** "stays [-taken away-] {+new+}" */
const marked = (pieces: readonly Shown[]) =>
  pieces
    .map(one => {
      if (one.kind === 'left out') return `(${one.words})`
      if (one.kind === 'same') return one.text
      return one.kind === 'removed' ? `[-${one.text}-]` : `{+${one.text}+}`
    })
    .join('')

const textOf = (pieces: readonly Piece[], other: Piece['kind']) =>
  pieces.map(one => (one.kind === other ? '' : one.text)).join('')

test.each<[string, string, string]>([
  ['', '', ''],
  ['the same', 'the same', 'the same'],
  ['', 'new', '{+new+}'],
  ['old', '', '[-old-]'],
  ['one two three', 'one 2 three', 'one [-two-]{+2+} three'],
  // Words in place of others are one change, not one for each word.
  ['an old end.', 'some new end.', '[-an old-]{+some new+} end.'],
  ['one two', 'one\ntwo', 'one[- -]{+\n+}two'],
  ['a b c', 'a c', 'a [-b -]c'],
  ['# Bees\r\n', '# Bees\n', '# Bees[-\r\n-]{+\n+}'],
  ['蜜蜂会飞。', '蜜蜂会走。', '蜜蜂会[-飞-]{+走+}。'],
  ['**x**', '__x__', '[-**-]{+__+}x[-**-]{+__+}'],
])('%j and %j', (before, after, expected) => {
  const pieces = piecesOf(before, after)
  expect(textOf(pieces, 'added')).toBe(before)
  expect(textOf(pieces, 'removed')).toBe(after)
  if (!before.includes('**')) expect(marked(pieces)).toBe(expected)
})

/** Numbers from 0 to 1, the same with each run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const WORDS = ['bee', 'Bienen,', ' ', '  ', '\n', '\r\n', '`a-b`', 'é', '蜂', '\u200f', '**', '']

describe('whatever the texts are', () => {
  test.each(Array.from({ length: 200 }, (_, seed) => seed))('both are told to the byte (%d)', seed => {
    const random = numbers(seed)
    const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? ''
    const before = Array.from({ length: Math.floor(random() * 60) }, word)
    const after = before.flatMap(one => (random() < 0.3 ? [word()] : random() < 0.1 ? [] : [one]))
    const pieces = piecesOf(before.join(''), after.join(''))
    expect(textOf(pieces, 'added')).toBe(before.join(''))
    expect(textOf(pieces, 'removed')).toBe(after.join(''))
    expect(pieces.every(one => one.text !== '')).toBe(true)
  })

  test('what is written anew from beginning to end is compared by lines, then as a whole', () => {
    const lines = (word: string, count: number) =>
      Array.from({ length: count }, (_, line) => `${word}${line} ${word} ${word}\n`).join('')
    const before = `stays\n${lines('a', MOST_EDITS / 2 - 10)}`
    const after = `stays\n${lines('b', MOST_EDITS / 2 - 10)}`
    const pieces = piecesOf(before, after)
    expect(pieces[0]).toEqual({ kind: 'same', text: 'stays\n' })
    expect([textOf(pieces, 'added'), textOf(pieces, 'removed')]).toEqual([before, after])
    const [more, others] = [lines('a', MOST_EDITS), lines('b', MOST_EDITS)]
    expect(piecesOf(more, others)).toEqual([
      { kind: 'removed', text: more },
      { kind: 'added', text: others },
    ])
  })
})

describe('without long stretches that are the same', () => {
  const long = Array.from({ length: 200 }, (_, number) => `word${number}`).join(' ')

  test('before, between and after changes', () => {
    const pieces: Piece[] = [
      { kind: 'same', text: `${long} ` },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: ` ${long} ` },
      { kind: 'removed', text: 'old' },
      { kind: 'same', text: ` ${long}` },
    ]
    const shown = marked(shortened(pieces))
    expect(shown).toMatch(
      /^\(\d+\)[\s\S]*word199 \{\+new\+\} word0 [\s\S]*\(\d+\)[\s\S]*word199 \[-old-\] word0[\s\S]*\(\d+\)$/,
    )
    expect(shown.length).toBeLessThan(900)
    const left = shortened(pieces).reduce((sum, one) => sum + (one.kind === 'left out' ? one.words : 0), 0)
    const words = shortened(pieces).flatMap(one =>
      one.kind === 'same' ? (one.text.match(/word\d+/g) ?? []) : [],
    )
    expect(left + words.length).toBe(600)
  })

  test('short ones stay', () => {
    const pieces: Piece[] = [
      { kind: 'same', text: 'a few words ' },
      { kind: 'added', text: 'new' },
    ]
    expect(shortened(pieces)).toEqual(pieces)
  })
})
