/** Short texts: what of them is code, a list or an image, and that all else is as it was typed. */
import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Snippet } from '../../src/components/Snippet'
import { blocksOf, inlinesOf } from '../../src/components/snippet'

const text = (one: string) => ({ kind: 'text', text: one })
const code = (one: string) => ({ kind: 'code', text: one })

test.each([
  ['plain', [text('plain')]],
  ['', []],
  ['run `ls -l` now', [text('run '), code('ls -l'), text(' now')]],
  ['`` a`b `` is code', [text('`` a`b `` is code')]],
  ['``a b``', [code('a b')]],
  ['one ` alone', [text('one ` alone')]],
  ['two `\n` lines', [text('two `\n` lines')]],
  ['**never** do', [{ kind: 'strong', text: 'never' }, text(' do')]],
  ['2**3 and 4**5', [text('2**3 and 4**5')]],
  ['2 ** 3 ** 4', [text('2 ** 3 ** 4')]],
  ['`**a**`', [code('**a**')]],
  ['__init__.py and _x_ and *.txt', [text('__init__.py and _x_ and *.txt')]],
  ['# 1 and > 2 and 3 * 4 * 5', [text('# 1 and > 2 and 3 * 4 * 5')]],
  ['<b>bold</b> &amp;', [text('<b>bold</b> &amp;')]],
  [
    'see ![a map](https://x.test/a.png).',
    [text('see '), { kind: 'image', text: 'a map', address: 'https://x.test/a.png' }, text('.')],
  ],
  ['array![0](1 2)', [text('array![0](1 2)')]],
])('%s', (given, pieces) => {
  expect(inlinesOf(given)).toEqual(pieces)
})

test.each<[string, string, unknown]>([
  ['lines stay lines', 'a\nb\n\nc', [{ kind: 'text', pieces: [text('a\nb\n\nc')] }]],
  [
    'fenced code',
    'Look:\n```sh\nls\n\n  cat `x`\n```\nWhat?',
    [
      { kind: 'text', pieces: [text('Look:')] },
      { kind: 'code', text: 'ls\n\n  cat `x`' },
      { kind: 'text', pieces: [text('What?')] },
    ],
  ],
  ['a fence that is not closed', '```\nls', [{ kind: 'text', pieces: [text('```\nls')] }]],
  [
    'a list',
    'Which?\n- `a`\n- b',
    [
      { kind: 'text', pieces: [text('Which?')] },
      { kind: 'list', isNumbered: false, items: [[code('a')], [text('b')]] },
    ],
  ],
  [
    'numbers',
    '1. a\n2) b\nend',
    [
      { kind: 'list', isNumbered: true, items: [[text('a')], [text('b')]] },
      { kind: 'text', pieces: [text('end')] },
    ],
  ],
  ['one line is no list', '- 5 degrees', [{ kind: 'text', pieces: [text('- 5 degrees')] }]],
  ['a year', '1990. It was', [{ kind: 'text', pieces: [text('1990. It was')] }]],
  ['nothing', '\n\n', []],
])('blocks: %s', (_, given, blocks) => {
  expect(blocksOf(given)).toEqual(blocks)
})

test('nothing of what is shown runs, loads or leads astray', () => {
  const { container } = render(
    <Snippet
      text={'<img src=x onerror=alert(1)> ![x](javascript:alert(1)) ![y](//e.test/a) ![z](https://e.test/a)'}
    />,
  )
  expect(container.querySelectorAll('img, script')).toHaveLength(0)
  const links = [...container.querySelectorAll('a')]
  expect(links.map(link => [link.href, link.rel])).toEqual([
    ['https://e.test/a', 'noopener noreferrer nofollow'],
  ])
  expect(container.textContent).toContain('<img src=x onerror=alert(1)>')
})

test('the longest texts of the contract are looked through at once', () => {
  for (const worst of ['`', '**a', '![', '```\n', '- a\n', '`a', '![a](', '**', '1. a\n- b\n']) {
    const given = worst.repeat(8_000 / worst.length)
    const shown = blocksOf(given)
    expect(shown.length).toBeGreaterThan(0)
  }
})
