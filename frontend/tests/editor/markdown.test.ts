/** A text that nobody edits leaves its editor as it came, to the byte. */
import { describe, expect, test } from 'vitest'
import recorded from '../../../examples/recorded/answers.json' with { type: 'json' }
import { stateOf, textOf, withPlainLineEnds } from '../../src/editor/markdown'
import { between, pick, seeded } from '../create/random'

/** Bodies of all recorded lessons, examples and summaries. */
function recordedTexts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'string' && ['body', 'example', 'summary', 'introduction'].includes(name)
      ? [inner]
      : recordedTexts(inner),
  )
}

/** What an editor that tidies up would tidy. */
const PIECES = [
  ...[
    '\n',
    '\n\n\n',
    '\r\n',
    '\r',
    '\n\r',
    ' ',
    '  \n',
    '\t',
    '    ',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\u0085',
  ],
  ...['\u0000', '\ufeff', '\u200b', 'e\u0301', '\u{1f41d}', '\ud83d', '\udc1d', 'ابجد', '\u202e', '漢字'],
  ...['* item', '- item', '+ item', '1) one', '3. three', '_it_', '*it*', '__b__', '**b**', '\\*', '&amp;'],
  ...['# H', 'H\n===', 'H\n---', '***', '---', '> q', '~~~js\nx\n~~~', '```\nx\n```', '`` ` ``', '<b>x</b>'],
  ...['[a]: http://x', '[a][a]', '<http://x>', '| a |\n|:-:|\n| b |', '- [ ] t', '[^1]: n', 'word'],
]

function made(seed: number): string {
  const random = seeded(seed)
  return Array.from({ length: between(random, 0, 120) }, () => pick(random, PIECES)).join('')
}

describe('what nobody edits stays', () => {
  const texts = recordedTexts(recorded)

  test('in every recorded lesson', () => {
    expect(texts.length).toBeGreaterThan(3)
    for (const text of texts) expect(textOf(stateOf(text))).toBe(text)
  })

  test('in 500 lessons of all that is hard to keep', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const text = made(seed)
      expect(textOf(stateOf(text)), `seed ${seed}`).toBe(text)
    }
  })

  test.each(['', '\n', '\r\n', 'a\r', '\n\n'])('in %j', text => {
    expect(textOf(stateOf(text))).toBe(text)
  })

  test('around what somebody edits', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const text = made(seed)
      const at = between(seeded(seed + 1_000), 0, text.length)
      const state = stateOf(text)
      const edited = state.update({ changes: { from: at, insert: '**new**' } }).state
      expect(textOf(edited), `seed ${seed}`).toBe(`${text.slice(0, at)}**new**${text.slice(at)}`)
    }
  })
})

test.each([
  ['a\r\nb', 'a\nb'],
  ['a\rb', 'a\nb'],
  ['a\nb', 'a\nb'],
  ['\r\n\r\n', '\n\n'],
])('what is pasted brings no line ends of other systems: %j', (pasted, text) => {
  expect(withPlainLineEnds(pasted)).toBe(text)
})
