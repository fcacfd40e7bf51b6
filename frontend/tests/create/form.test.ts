// @vitest-environment node
/** The form of a program: what it takes, what it sends, and where faults of the service are shown. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Profile } from '../../src/api/types'
import {
  faultsOf,
  fieldsOf,
  pathOf,
  placed,
  profileFaults,
  profileOf,
  programInput,
  type Fields,
} from '../../src/create/program/form'

const EXAMPLE = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../examples/profile.json'), 'utf8'),
) as Profile
const METRIC = { mass: 'kg', height: 'cm' } as const

test('a stored profile passes through the form unchanged', () => {
  const fields = fieldsOf(EXAMPLE)
  expect(faultsOf(fields, METRIC)).toEqual({})
  expect(profileOf(fields)).toEqual(EXAMPLE)
  expect(programInput(fields)).toEqual({ goal: 'strength', weeks: 8, days_per_week: 3 })
})

test('an empty form asks for what the service needs, and for nothing else', () => {
  expect(Object.keys(faultsOf(fieldsOf(null), METRIC))).toEqual([
    'age',
    'sex',
    'height_cm',
    'mass_kg',
    'experience',
  ])
})

test.each<[string, Partial<Fields>, string, string]>([
  ['too young', { age: 12 }, 'age', 'From 13 to 100'],
  ['half a year', { age: 33.5 }, 'age', 'A whole number, please'],
  ['too heavy', { mass_kg: 351 }, 'mass_kg', 'From 25 kg to 350 kg'],
  ['too tall', { height_cm: 251 }, 'height_cm', 'From 100 cm to 250 cm'],
  ['more than a day', { sleep_hours: 25 }, 'sleep_hours', 'From 0 to 24'],
  ['no time at all', { minutes_per_session: 19 }, 'minutes_per_session', 'From 20 to 180'],
  ['too many weeks', { weeks: 17 }, 'weeks', 'From 1 to 16'],
  ['no day', { days_per_week: null }, 'days_per_week', 'Please fill this in'],
  [
    'a lift of nothing',
    { lifts: [{ key: 0, exercise: ' ', load_kg: 10, repetitions: 5 }] },
    'lifts.0.exercise',
    'Please fill this in',
  ],
])('%s', (_, change, path, fault) => {
  expect(faultsOf({ ...fieldsOf(EXAMPLE), ...change }, METRIC)).toEqual({ [path]: fault })
})

test('limits are named in the units that are shown', () => {
  const fields = { ...fieldsOf(EXAMPLE), mass_kg: 10, height_cm: 99 }
  expect(profileFaults(fields, { mass: 'lb', height: 'ftin' })).toEqual({
    mass_kg: 'From 55.1 lb to 771.6 lb',
    height_cm: 'From 3 ft 3.4 in to 8 ft 2.4 in',
  })
})

test('a profile can be saved while the program is not thought of yet', () => {
  expect(profileFaults({ ...fieldsOf(EXAMPLE), weeks: null }, METRIC)).toEqual({})
})

test.each([
  ['/age', 'age'],
  ['/input/weeks', 'weeks'],
  ['/input/profile/mass_kg', 'mass_kg'],
  ['/lifts/2/load_kg', 'lifts.2.load_kg'],
  ['/equipment/1', 'equipment'],
  ['/input/profile', null],
  ['/input/audience', null],
  ['', null],
])('a fault at %s is shown at %s', (pointer, path) => {
  expect(pathOf(pointer)).toBe(path)
})

test('faults without a field are left to be shown elsewhere', () => {
  const faults = [
    { pointer: '/input/weeks', message: 'must be at most 4 with your plan' },
    { pointer: '/input', message: 'is odd' },
  ]
  expect(placed(faults)).toEqual({
    at: { weeks: 'Must be at most 4 with your plan' },
    shown: faults.slice(0, 1),
  })
})
