/** The form of a program: its fields, their units, and what is wrong with them. */
import { useLocalStorage } from '@mantine/hooks'
import { useCallback, useState } from 'react'
import { ApiProblem } from '../../api/errors'
import type { Profile } from '../../api/types'
import { faultsOf, fieldsOf, placed, profileFaults, type Faults, type Fields, type Units } from './form'

/** Which faults are shown: none before one has tried to go on. */
type Checked = 'nothing' | 'profile' | 'everything'

export interface ProgramFormState {
  readonly fields: Fields
  readonly units: Units
  readonly faults: Faults
  /** Whether it could be started, whatever is shown of its faults. */
  readonly isSound: boolean
  readonly set: <Name extends keyof Fields>(name: Name, value: Fields[Name]) => void
  readonly setUnits: (units: Units) => void
  /** Shows the faults, and tells whether there are none. */
  readonly check: (what: 'profile' | 'everything') => boolean
  /** Shows at their fields what the service found. */
  readonly refuse: (error: Error) => void
}

const METRIC: Units = { mass: 'kg', height: 'cm' }
const IMPERIAL: Units = { mass: 'lb', height: 'ftin' }

export function useProgramForm(profile: Profile | null): ProgramFormState {
  const [fields, setFields] = useState(() => fieldsOf(profile))
  const [units, setUnits] = useUnits()
  const [checked, setChecked] = useState<Checked>('nothing')
  const [refused, setRefused] = useState<Faults>({})

  const set = useCallback(<Name extends keyof Fields>(name: Name, value: Fields[Name]) => {
    setFields(before => ({ ...before, [name]: value }))
    // What the service found was about the value that was there.
    setRefused(before => Object.fromEntries(Object.entries(before).filter(([path]) => !isAt(path, name))))
  }, [])
  const refuse = useCallback((error: Error) => {
    if (error instanceof ApiProblem) setRefused(placed(error.faults).at)
  }, [])
  const own =
    checked === 'everything'
      ? faultsOf(fields, units)
      : checked === 'profile'
        ? profileFaults(fields, units)
        : {}

  function check(what: 'profile' | 'everything'): boolean {
    setChecked(before => (before === 'everything' ? before : what))
    const faults = what === 'everything' ? faultsOf(fields, units) : profileFaults(fields, units)
    return Object.keys(faults).length === 0
  }
  const isSound = Object.keys(faultsOf(fields, units)).length === 0
  return { fields, units, faults: { ...refused, ...own }, isSound, set, setUnits, check, refuse }
}

/** Where people count in pounds is known of few places; all others can switch too. */
function useUnits() {
  const isImperial = /^en-(?:US|LR)\b|^my\b/.test(navigator.language)
  return useLocalStorage<Units>({
    key: 'coursemill.units',
    defaultValue: isImperial ? IMPERIAL : METRIC,
    getInitialValueInEffect: false,
    deserialize: text => unitsIn(text) ?? METRIC,
  }).slice(0, 2) as [Units, (units: Units) => void]
}

function unitsIn(text: string | undefined): Units | null {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Units>
    return { mass: kept.mass === 'lb' ? 'lb' : 'kg', height: kept.height === 'ftin' ? 'ftin' : 'cm' }
  } catch {
    return null
  }
}

function isAt(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}.`)
}
