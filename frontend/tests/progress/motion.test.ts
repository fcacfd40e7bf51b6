import { describe, expect, it } from 'vitest'
import { eased, expected, LEAD, leftMs, type Known } from '../../src/progress/motion'

const at = 1_000_000
const half: Known = { progress: 50, estimate: { progress: 50, etaMs: 100_000, at } }

describe('where the bar should be', () => {
  it('goes on at the pace that the estimate means', () => {
    expect(expected(half, at)).toBe(50)
    expect(expected(half, at + 2_000)).toBeCloseTo(51)
  })

  it('is never more than a little beyond what is done, however long nothing is heard', () => {
    expect(expected(half, at + 3_600_000)).toBe(50 + LEAD)
  })

  it('does not count twice what an event has told since the estimate', () => {
    expect(expected({ ...half, progress: 51 }, at + 2_000)).toBeCloseTo(51)
  })

  it('leaves the last percent to the server', () => {
    expect(expected({ progress: 98, estimate: { progress: 98, etaMs: 500, at } }, at + 60_000)).toBe(99)
    expect(expected({ progress: 100, estimate: null }, at)).toBe(100)
  })

  it('stands still without an estimate, or with one that is over', () => {
    expect(expected({ progress: 30, estimate: null }, at + 5_000)).toBe(30)
    expect(expected({ progress: 30, estimate: { progress: 30, etaMs: 0, at } }, at + 5_000)).toBe(30)
  })
})

describe('the bar on its way', () => {
  it('never falls, also when the server says less than was shown', () => {
    expect(eased(52, 50, 16)).toBe(52)
    expect(eased(40, 60, -5)).toBe(40)
  })

  it('comes near without a jump, arrives, and does not pass', () => {
    let shown = 10
    for (let frame = 0; frame < 200; frame++) {
      const before = shown
      shown = eased(shown, 40, 16)
      expect(shown - before).toBeLessThan(2)
      expect(shown).toBeLessThanOrEqual(40)
    }
    expect(shown).toBe(40)
  })
})

describe('what is left', () => {
  it('runs down between two answers, and not below nothing', () => {
    expect(leftMs(half, at + 30_000)).toBe(70_000)
    expect(leftMs(half, at + 300_000)).toBe(0)
    expect(leftMs({ progress: 3, estimate: null }, at)).toBeNull()
  })
})
