import { describe, expect, test } from 'vitest'
import { addressOf, askedBy, faultOf, lengthOf, rangeOf } from '../../src/figures/asked'

const NOW = Date.parse('2026-11-28T23:59:00Z')
const asked = (search: string) => askedBy(new URLSearchParams(search), NOW)
const USUAL = { from: '2026-10-30', to: '2026-11-28' }

describe('what the address asks for', () => {
  test.each([
    ['', { by: 'day', scope: 'own', span: 30, range: USUAL }],
    ['days=7', { span: 7, range: { from: '2026-11-22', to: '2026-11-28' } }],
    ['days=8', { span: 30, range: USUAL }],
    ['by=model&scope=org', { by: 'model', scope: 'org' }],
    ['by=nothing&scope=mine', { by: 'day', scope: 'own' }],
    ['from=2026-02-01&to=2026-02-28', { span: null, range: { from: '2026-02-01', to: '2026-02-28' } }],
    ['from=2026-02-01&to=2026-02-28&days=7', { span: null }],
    ['from=2026-02-30&to=2026-03-01', { span: 30, range: USUAL }],
    ['from=2026-03-01&to=2026-02-01', { span: 30, range: USUAL }],
    ['from=2024-01-01&to=2026-02-01', { span: 30, range: USUAL }],
    ['from=2026-02-01', { span: 30, range: USUAL }],
  ])('%s', (search, expected) => expect(asked(search)).toMatchObject(expected))

  test.each(['', '?days=7', '?by=step', '?by=owner&scope=all&days=365', '?from=2026-02-01&to=2026-02-28'])(
    'it comes back from its own address: %s',
    search => expect(addressOf(asked(search.slice(1)))).toBe(search),
  )
})

test.each<[string, string, ReturnType<typeof faultOf>]>([
  ['2026-01-01', '2026-01-01', null],
  ['2026-01-02', '2026-01-01', 'order'],
  ['2025-11-28', '2026-11-28', null],
  ['2025-11-27', '2026-11-28', 'most'],
  ['', '2026-11-28', 'unknown'],
  ['2026-02-29', '2026-03-01', 'unknown'],
  ['2024-02-29', '2024-03-01', null],
  ['20260201', '2026-03-01', 'unknown'],
  ['2026-01-01', '+275760-09-13', 'unknown'],
])('from %s to %s: %s', (from, to, fault) => expect(faultOf({ from, to })).toBe(fault))

test('both ends of a range are days of it', () => {
  expect([7, 30, 90, 365].map(span => lengthOf(rangeOf(span as 7, NOW)))).toEqual([7, 30, 90, 365])
})
