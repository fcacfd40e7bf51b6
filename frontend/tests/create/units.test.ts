// @vitest-environment node
/** Units: nothing that a person typed changes by being shown, switched or stored. */
import { expect, test } from 'vitest'
import { cmOf, cmShown, feetInches, heightText, kgOf, massIn, massText } from '../../src/create/program/units'

const tenths = (from: number, to: number) =>
  Array.from({ length: (to - from) * 10 + 1 }, (_, i) => (from * 10 + i) / 10)

test('a mass in tenths comes back as it was typed, in both units', () => {
  for (const mass of tenths(0, 1000)) {
    expect(massIn('kg', kgOf('kg', mass))).toBe(mass)
    expect(massIn('lb', kgOf('lb', mass))).toBe(mass)
  }
})

test('a height in feet and tenths of inches comes back as it was typed', () => {
  for (let feet = 3; feet <= 8; feet += 1) {
    for (const inches of tenths(0, 11)) expect(feetInches(cmOf({ feet, inches }))).toEqual({ feet, inches })
  }
  for (const cm of tenths(100, 250)) expect(cmShown(cm)).toBe(cm)
})

test('known measures', () => {
  expect(kgOf('lb', 225)).toBe(102.06)
  expect(massIn('lb', 100)).toBe(220.5)
  expect(cmOf({ feet: 5, inches: 11 })).toBe(180.34)
  expect(feetInches(182.88)).toEqual({ feet: 6, inches: 0 })
  // Rounding must not make twelve inches of what is a foot.
  expect(feetInches(182.8)).toEqual({ feet: 6, inches: 0 })
  expect(massText('lb', 25)).toBe('55.1 lb')
  expect(heightText('ftin', 100)).toBe('3 ft 3.4 in')
})
