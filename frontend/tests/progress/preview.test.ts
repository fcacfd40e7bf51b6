import { describe, expect, it } from 'vitest'
import { joined, plain } from '../../src/progress/preview'

const long = Array.from({ length: 400 }, (_, n) => `word${n}`).join(' ')

describe('a text out of its ends', () => {
  it('is the same text whether one saw it grow or not', () => {
    let seen = ''
    for (let length = 100; length <= long.length; length += 130) {
      seen = joined(seen, long.slice(0, length).slice(-600))
    }
    expect(long.startsWith(seen)).toBe(true)
    expect(seen.length).toBeGreaterThan(long.length - 130)
  })

  it('starts anew with a second try, and where too much was missed', () => {
    expect(joined(long.slice(0, 600), 'Another beginning')).toBe('Another beginning')
    expect(joined(long.slice(0, 100), long.slice(1000, 1600))).toBe(long.slice(1000, 1600))
  })

  it('does not grow without end', () => {
    let seen = ''
    const endless = long.repeat(20)
    for (let length = 600; length < endless.length; length += 300) {
      seen = joined(seen, `${length} ${endless.slice(length - 500, length)}`)
    }
    expect(seen.length).toBeLessThanOrEqual(6_000)
  })
})

describe('Markdown for reading', () => {
  it.each([
    ['## Safe methods\n\nText', 'Safe methods\n\nText'],
    ['- one\n* two', '• one\n• two'],
    ['**bold**, *light* and `code`', 'bold, light and code'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name', 'snake_case_name'],
    ['a \\*star\\* and 1\\. no list', 'a *star* and 1. no list'],
    ['see [the RFC](https://example.org/a_(b))', 'see the RFC'],
    ['```http\nGET / HTTP/1.1\n```\n', 'GET / HTTP/1.1\n'],
    ['&lt;script&gt;', '<script>'],
    ['half **written', 'half **written'],
  ])('%j is %j', (markdown, text) => {
    expect(plain(markdown)).toBe(text)
  })
})
