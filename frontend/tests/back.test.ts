import { expect, test } from 'vitest'
import { backTo, here } from '../src/session/back'

const ORIGIN = 'https://courses.example.org'

test.each([
  ['/', '/'],
  ['/queue?status=active', '/queue?status=active'],
  ['/courses/c//d', '/courses/c//d'],
  ['//evil', '/evil'],
  ['///evil.example/x', '/evil.example/x'],
  ['/\\evil', '/evil'],
  ['\\\\evil', '/evil'],
  ['/\t/evil', '/evil'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [undefined, '/'],
  [['/queue'], '/'],
])('%j leads back to %s', (kept, back) => {
  expect(backTo(kept)).toBe(back)
  expect(new URL(backTo(kept), ORIGIN).origin).toBe(ORIGIN)
})

test('an address is kept with its query', () => {
  expect(here({ pathname: '/queue', search: '?status=active' })).toBe('/queue?status=active')
})

test('an answer of the issuer is not kept', () => {
  expect(here({ pathname: '/', search: '?code=c&state=s' })).toBe('/')
})

test("an address that looks like another host's is this page's", () => {
  expect(here({ pathname: '//evil', search: '' })).toBe('/evil')
})
