/** Volume: what the weeks of a program add up to, counted from its prescriptions. */
import type { Program } from '../api/types'

export type Week = Program['weeks'][number]
export type Session = Week['sessions'][number]
export type Prescription = Session['exercises'][number]

export interface WeekVolume {
  readonly week: number
  readonly isDeload: boolean
  readonly sessions: number
  /** Of all exercises. */
  readonly sets: number
  /** kg: sets x repetitions x load, of the exercises whose load is given; null if none is. */
  readonly loadKg: number | null
  /** Sets whose load is left to the person who trains: they are not in `loadKg`. */
  readonly setsWithoutLoad: number
}

export function volumeOf(week: Week): WeekVolume {
  const exercises = week.sessions.flatMap(session => session.exercises)
  const loaded = exercises.filter(hasLoad)
  return {
    week: week.week,
    isDeload: week.is_deload,
    sessions: week.sessions.length,
    sets: total(exercises, one => one.sets),
    loadKg: loaded.length
      ? Math.round(total(loaded, one => one.sets * one.repetitions * (one.load_kg ?? 0)))
      : null,
    setsWithoutLoad: total(exercises, one => (hasLoad(one) ? 0 : one.sets)),
  }
}

function hasLoad(exercise: Prescription): boolean {
  return typeof exercise.load_kg === 'number'
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
