import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Markdown } from '../../src/reader/Markdown'

function shown(source: string): HTMLElement {
  return render(<Markdown source={source} level={2} name="lesson" />).container
}

test('HTML is text', () => {
  const page = shown('<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> B\n\n<iframe srcdoc="x">')
  expect(page.querySelector('script, img, iframe')).toBeNull()
  expect(page.textContent).toContain('<script>alert(1)</script>')
  expect(page.textContent).toContain('<img src=x onerror=alert(1)>')
})

test('links lead to http, https and mail only, and take nothing along', () => {
  const page = shown(
    [
      '[good](https://example.org)',
      '[bad](javascript:alert(1))',
      '[worse](JAVASCRIPT:alert(1))',
      '[data](data:text/html,x)',
      '[here](/queue)',
      '<javascript:alert(1)>',
      '[entity](javascript&#58;alert(1))',
    ].join('\n\n'),
  )
  const links = [...page.querySelectorAll('a')]
  expect(links.map(link => link.getAttribute('href'))).toEqual(['https://example.org/'])
  expect(links[0]?.getAttribute('rel')).toContain('noopener noreferrer')
  expect(page.textContent).toContain('worse')
})

test('images are not fetched, but named and linked', () => {
  const page = shown('![a secret](http://192.0.2.1/?q=1) ![](data:image/png;base64,AAAA)')
  expect(page.querySelector('img')).toBeNull()
  expect(page.querySelector('a')?.textContent).toBe('Image: a secret')
  expect(page.textContent).toContain('Image: without a description')
})

test('headings go on from those around them, and skip no level', () => {
  const page = shown('# One\n\n### Two\n\n### Three\n\n## Four\n\n# Five\n\n###### Six')
  const levels = [...page.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => one.tagName)
  expect(levels).toEqual(['H2', 'H3', 'H3', 'H3', 'H2', 'H3'])
})

test('tables and code can be scrolled within themselves', () => {
  const page = shown('| a | b |\n| - | - |\n| 1 | 2 |\n\n```\ncode\n```')
  const scrolling = [...page.querySelectorAll('[tabindex="0"]')]
  expect(scrolling.map(one => one.firstElementChild?.tagName)).toEqual(['TABLE', 'PRE'])
})

test.each(['> ', '>', '- ', '1. ', '> - '])(
  'a text that is nested too deeply to be read in time is shown as it is: %s',
  marker => {
    const source = `first\n\n${marker.repeat(20_000)}deep`
    const page = shown(source)
    expect(page.firstElementChild?.textContent).toBe(source)
    expect(page.querySelector('blockquote, li')).toBeNull()
  },
)

test('as deeply as people nest, it is read', () => {
  const page = shown(`${'> '.repeat(5)}deep\n\n${'- '.repeat(5)}list\n\n${'-'.repeat(80)}`)
  expect(page.querySelectorAll('blockquote')).toHaveLength(5)
  expect(page.querySelectorAll('li')).toHaveLength(5)
  expect(page.querySelectorAll('hr')).toHaveLength(1)
})
