import { expect, test } from 'vitest'
import { duration, setsAndRepetitions } from '../../src/reader/amounts'
import { volumeOf, type Prescription, type Week } from '../../src/reader/volume'

function exercise(of: Partial<Prescription>): Prescription {
  return {
    exercise_id: 'x',
    name: 'X',
    equipment: [],
    sets: 3,
    repetitions: 5,
    rest_s: 60,
    notes: '',
    ...of,
  }
}

test('repetitions where they count, time where it counts', () => {
  expect(setsAndRepetitions(exercise({}))).toBe('3 × 5')
  expect(setsAndRepetitions(exercise({ repetitions: 1, duration_s: 20 }))).toBe('3 × 20 s')
  expect(setsAndRepetitions(exercise({ sets: 1, repetitions: 1, duration_s: 1500 }))).toBe('25 min')
  expect(setsAndRepetitions(exercise({ sets: 2, repetitions: 4, duration_s: 30 }))).toBe('2 × 4 × 30 s')
})

test('rests in seconds up to two minutes, then in minutes', () => {
  expect([45, 119, 120, 150, 605].map(duration)).toEqual(['45 s', '119 s', '2 min', '2:30 min', '10:05 min'])
})

function week(...exercises: Prescription[]): Week {
  const sessions = [{ day: 1, title: 'A', notes: '', exercises }]
  return { week: 2, focus: '', is_deload: true, sessions }
}

test('the volume of a week: all sets, and the load of those that have one', () => {
  const volume = volumeOf(
    week(exercise({ sets: 3, repetitions: 5, load_kg: 62.5 }), exercise({ sets: 4, load_kg: null })),
  )
  expect(volume).toEqual({
    week: 2,
    isDeload: true,
    sessions: 1,
    sets: 7,
    loadKg: 938,
    setsWithoutLoad: 4,
  })
})

test('a week without any given load has none, which is not zero', () => {
  expect(volumeOf(week(exercise({})))).toMatchObject({ loadKg: null, setsWithoutLoad: 3 })
  expect(volumeOf(week(exercise({ load_kg: 0 })))).toMatchObject({ loadKg: 0, setsWithoutLoad: 0 })
})
