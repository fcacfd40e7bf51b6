import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/api/types'
import { named, shares, spent, waits } from '../../src/operations/amounts'

const account = (used: number | null, reserved: number | null, limit: number | null): Account => ({
  used,
  reserved,
  limit,
})

describe('spend of the day', () => {
  test.each([
    [account(1.2, 0, 5), '$1.20 of $5.00', { used: 24, reserved: 0 }],
    [account(4, 0.5, 5), '$4.00 of $5.00', { used: 80, reserved: 10 }],
    [account(4, 3, 5), '$4.00 of $5.00', { used: 80, reserved: 20 }],
    [account(6, 1, 5), '$6.00 of $5.00', { used: 100, reserved: 0 }],
    [account(0, 0, 5), '$0 of $5.00', { used: 0, reserved: 0 }],
    [account(2, 1, null), '$2.00; there is no ceiling for the deployment', null],
    [account(2, 1, 0), '$2.00 of $0', null],
    [account(null, null, null), 'Nothing is counted, since no ceilings are set.', null],
  ])('%o', (day, text, parts) => {
    expect(spent(day)).toBe(text)
    expect(shares(day)).toEqual(parts)
  })
})

test.each([
  [0, 'not at all'],
  [0.04, 'not at all'],
  [0.05, '0.1 s'],
  [9.94, '9.9 s'],
  [42.4, '42 s'],
  [89.9, '90 s'],
  [90, 'about 2 min'],
  [600, 'about 10 min'],
])('a call that is asked for now waits %d s', (seconds, text) => {
  expect(waits(seconds)).toBe(text)
})

test.each([
  [{ scope: 'all', value: null }, 'Everything'],
  [{ scope: 'pipeline', value: 'exam_course' }, 'Pipeline: Exam course'],
  [{ scope: 'pipeline', value: 'one_of_tomorrow' }, 'Pipeline: one of tomorrow'],
  [{ scope: 'owner', value: 'ada' }, 'Owner: ada'],
] as const)('%o is named', (target, name) => {
  expect(named(target)).toBe(name)
})
