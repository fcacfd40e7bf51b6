/** Units: kept are kg and cm; shown is what a person is used to. */

export type MassUnit = 'kg' | 'lb'
export type HeightUnit = 'cm' | 'ftin'

export interface FeetInches {
  readonly feet: number
  readonly inches: number
}

/** International avoirdupois pound and international inch, exact by definition (NIST SP 811, B.8). */
const KG_PER_LB = 0.45359237
const CM_PER_INCH = 2.54
const INCHES_PER_FOOT = 12

export function massIn(unit: MassUnit, kg: number): number {
  return rounded(unit === 'kg' ? kg : kg / KG_PER_LB, 1)
}

/** To 10 g: what was typed in tenths of a pound comes back as it was. */
export function kgOf(unit: MassUnit, mass: number): number {
  return rounded(unit === 'kg' ? mass : mass * KG_PER_LB, 2)
}

export function feetInches(cm: number): FeetInches {
  const inches = rounded(cm / CM_PER_INCH, 1)
  const feet = Math.floor(inches / INCHES_PER_FOOT)
  return { feet, inches: rounded(inches - feet * INCHES_PER_FOOT, 1) }
}

export function cmOf({ feet, inches }: FeetInches): number {
  return rounded((feet * INCHES_PER_FOOT + inches) * CM_PER_INCH, 2)
}

export function cmShown(cm: number): number {
  return rounded(cm, 1)
}

export function massText(unit: MassUnit, kg: number): string {
  return `${massIn(unit, kg)} ${unit}`
}

export function heightText(unit: HeightUnit, cm: number): string {
  if (unit === 'cm') return `${cmShown(cm)} cm`
  const { feet, inches } = feetInches(cm)
  return `${feet} ft ${inches} in`
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits
  return Math.round((value + Number.EPSILON) * factor) / factor
}
