import { expect, test } from 'vitest'
import type { Limits } from '../../src/api/types'
import { notesOn } from '../../src/create/nearLimits'

const account = (used: number | null, reserved: number | null, limit: number | null) => ({
  used,
  reserved,
  limit,
})
const NONE = account(null, null, null)

const limits = (members: Partial<Limits> = {}): Limits => ({
  plan: 'pro',
  active_jobs: { used: 0, limit: 10 },
  spend_usd: { day: NONE, month: NONE },
  paused: { is_paused: false, reason: null },
  model: [],
  ...members,
})

test.each<[string, Limits, [string, boolean][]]>([
  ['nothing is taken', limits(), []],
  ['seven of ten jobs', limits({ active_jobs: { used: 7, limit: 10 } }), []],
  [
    'eight of ten jobs',
    limits({ active_jobs: { used: 8, limit: 10 } }),
    [['8 of your 10 active jobs are taken', false]],
  ],
  [
    'all jobs',
    limits({ active_jobs: { used: 10, limit: 10 } }),
    [['All of your 10 active jobs are taken', true]],
  ],
  [
    'more jobs than a lowered limit',
    limits({ active_jobs: { used: 12, limit: 10 } }),
    [['All of your 10 active jobs are taken', true]],
  ],
  ['79 % of the day', limits({ spend_usd: { day: account(0.5, 0.29, 1), month: NONE } }), []],
  [
    '80 % with what is reserved',
    limits({ spend_usd: { day: account(0.5, 0.3, 1), month: NONE } }),
    [['Today’s spend limit is near', false]],
  ],
  [
    'all reserved, little spent',
    limits({ spend_usd: { day: account(0.1, 0.9, 1), month: NONE } }),
    [['Today’s spend limit is near', false]],
  ],
  [
    'all spent',
    limits({ spend_usd: { day: account(1, 0, 1), month: account(1, 0, 20) } }),
    [['Today’s spend limit is reached', true]],
  ],
  [
    'a month that is over',
    limits({ spend_usd: { day: account(0, 0, 1), month: account(20.01, 0, 20) } }),
    [['This month’s spend limit is reached', true]],
  ],
  ['counted, without a limit', limits({ spend_usd: { day: account(50, 0, null), month: NONE } }), []],
  [
    'paused',
    limits({ paused: { is_paused: true, reason: 'Too much at once' } }),
    [['Paused by the operator', true]],
  ],
])('%s', (_, given, expected) => {
  expect(notesOn(given).map(({ title, isOver }) => [title, isOver])).toEqual(expected)
})

test('the reason of a pause is told', () => {
  const [note] = notesOn(limits({ paused: { is_paused: true, reason: 'Too much at once' } }))
  expect(note?.text).toBe('Too much at once. Nothing can be started until it is resumed.')
})
