/** Form: the fields of a profile and a program, as a person fills them in. Masses are kg, heights cm. */
import type { Profile } from '../../api/types'
import type { FieldFault } from '../../api/errors'
import { texts } from '../../texts'
import { PROFILE, PROGRAM } from '../limits'
import { heightText, massText, type HeightUnit, type MassUnit } from './units'

export type Equipment = NonNullable<Profile['equipment']>[number]
export type Injury = NonNullable<Profile['injuries']>[number]
export type Goal = NonNullable<Profile['goal']>

export interface LiftField {
  /** Stays with the lift when others go. */
  readonly key: number
  readonly exercise: string
  readonly load_kg: number | null
  readonly repetitions: number | null
}

export interface Fields {
  readonly age: number | null
  readonly sex: Profile['sex'] | null
  readonly height_cm: number | null
  readonly mass_kg: number | null
  readonly experience: Profile['experience'] | null
  readonly lifts: readonly LiftField[]
  readonly sleep_hours: number | null
  readonly sessions_per_week: number | null
  readonly minutes_per_session: number | null
  readonly equipment: readonly Equipment[]
  readonly injuries: readonly Injury[]
  readonly notes: string
  readonly goal: Goal
  readonly weeks: number | null
  readonly days_per_week: number | null
}

export interface Units {
  readonly mass: MassUnit
  readonly height: HeightUnit
}

/** By the field's path: `age`, `lifts.0.load_kg`. */
export type Faults = Readonly<Record<string, string>>

const t = texts.create.program

export function fieldsOf(profile: Profile | null): Fields {
  return {
    age: profile?.age ?? null,
    sex: profile?.sex ?? null,
    height_cm: profile?.height_cm ?? null,
    mass_kg: profile?.mass_kg ?? null,
    experience: profile?.experience ?? null,
    lifts: (profile?.lifts ?? []).map((lift, key) => ({ key, ...lift })),
    sleep_hours: profile?.sleep_hours ?? null,
    sessions_per_week: profile?.sessions_per_week ?? null,
    minutes_per_session: profile?.minutes_per_session ?? null,
    equipment: profile?.equipment ?? [],
    injuries: profile?.injuries ?? [],
    notes: profile?.notes ?? '',
    goal: profile?.goal ?? 'general_fitness',
    weeks: 8,
    days_per_week: 3,
  }
}

/** Body of `PUT /v1/profile`. Only for fields without faults. */
export function profileOf(fields: Fields): Profile {
  return {
    age: given(fields.age),
    sex: given(fields.sex),
    height_cm: given(fields.height_cm),
    mass_kg: given(fields.mass_kg),
    experience: given(fields.experience),
    lifts: fields.lifts.map(lift => ({
      exercise: lift.exercise.trim(),
      load_kg: given(lift.load_kg),
      repetitions: given(lift.repetitions),
    })),
    sleep_hours: fields.sleep_hours,
    sessions_per_week: fields.sessions_per_week,
    minutes_per_session: fields.minutes_per_session,
    equipment: [...fields.equipment],
    injuries: [...fields.injuries],
    notes: fields.notes.trim() === '' ? null : fields.notes.trim(),
    goal: fields.goal,
  }
}

/** `input` of a training_program; the rest stands in the stored profile. */
export function programInput(fields: Fields): { goal: Goal; weeks: number; days_per_week: number } {
  return { goal: fields.goal, weeks: given(fields.weeks), days_per_week: given(fields.days_per_week) }
}

/** What the service would refuse, in the units that are shown. */
export function faultsOf(fields: Fields, units: Units): Faults {
  return { ...profileFaults(fields, units), ...programFaults(fields) }
}

/** Of the profile alone: it can be saved before the program is thought of. */
export function profileFaults(fields: Fields, units: Units): Faults {
  const plain = (value: number) => String(value)
  const mass = (kg: number) => massText(units.mass, kg)
  const height = (cm: number) => heightText(units.height, cm)
  const lifts = fields.lifts.flatMap((lift, index) => [
    [`lifts.${index}.exercise`, lift.exercise.trim() === '' ? t.needed : null] as const,
    [`lifts.${index}.load_kg`, within(lift.load_kg, PROFILE.loadKg, mass)] as const,
    [`lifts.${index}.repetitions`, within(lift.repetitions, PROFILE.repetitions, plain, true)] as const,
  ])
  return collected([
    ['age', within(fields.age, PROFILE.age, plain, true)],
    ['sex', fields.sex ? null : t.needed],
    ['height_cm', within(fields.height_cm, PROFILE.heightCm, height)],
    ['mass_kg', within(fields.mass_kg, PROFILE.massKg, mass)],
    ['experience', fields.experience ? null : t.needed],
    ['sleep_hours', optional(fields.sleep_hours, PROFILE.sleepHours, plain)],
    ['sessions_per_week', optional(fields.sessions_per_week, PROFILE.sessionsPerWeek, plain, true)],
    ['minutes_per_session', optional(fields.minutes_per_session, PROFILE.sessionMinutes, plain, true)],
    ...lifts,
  ])
}

function programFaults(fields: Fields): Faults {
  return collected([
    ['weeks', within(fields.weeks, PROGRAM.weeks, String, true)],
    ['days_per_week', within(fields.days_per_week, PROGRAM.daysPerWeek, String, true)],
  ])
}

const PATHS =
  /^(?:age|sex|height_cm|mass_kg|experience|sleep_hours|sessions_per_week|minutes_per_session|equipment|injuries|notes|goal|weeks|days_per_week|lifts\.\d+\.(?:exercise|load_kg|repetitions))$/

/** Where a fault of the service is shown; null where there is no field for it. */
export function pathOf(pointer: string): string | null {
  const path = pointer.replace(/^\/(?:input\/)?(?:profile\/)?/, '').replaceAll('/', '.')
  // A single entry of a list of ticks: `/equipment/3`.
  const field = /^(equipment|injuries)\.\d+$/.exec(path)?.[1] ?? path
  return PATHS.test(field) ? field : null
}

/** Faults of the service at their fields, and those that have been shown so. */
export function placed(faults: readonly FieldFault[]): { at: Faults; shown: readonly FieldFault[] } {
  const shown = faults.filter(fault => pathOf(fault.pointer) !== null)
  const at = collected(shown.map(fault => [pathOf(fault.pointer) ?? '', sentence(fault.message)]))
  return { at, shown }
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}

interface Range {
  readonly least: number
  readonly most: number
}

function within(
  value: number | null,
  { least, most }: Range,
  shown: (value: number) => string,
  isWhole = false,
): string | null {
  if (value === null || Number.isNaN(value)) return t.needed
  if (value < least || value > most) return t.between(shown(least), shown(most))
  return isWhole && !Number.isInteger(value) ? t.whole : null
}

function optional(value: number | null, range: Range, shown: (value: number) => string, isWhole = false) {
  return value === null ? null : within(value, range, shown, isWhole)
}

function collected(faults: readonly (readonly [string, string | null])[]): Faults {
  return Object.fromEntries(
    faults.flatMap(([path, fault]) => (fault === null ? [] : [[path, fault] as const])),
  )
}

function given<T>(value: T | null): T {
  if (value === null) throw new Error('a field was not filled in')
  return value
}
