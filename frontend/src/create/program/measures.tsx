/** Measures: mass and height in the unit that is chosen, kept in kg and cm. */
import { Group, Input, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import type { Units } from './form'
import { NumberField } from './NumberField'
import { cmOf, cmShown, feetInches, kgOf, massIn, type HeightUnit, type MassUnit } from './units'

const t = texts.create.program

interface MassFieldProps {
  label: string
  unit: MassUnit
  kg: number | null
  onChange: (kg: number | null) => void
  error?: string | undefined
  required?: boolean
}

export function MassField({ unit, kg, onChange, ...rest }: MassFieldProps) {
  return (
    <NumberField
      key={unit}
      {...rest}
      value={kg === null ? null : massIn(unit, kg)}
      onChange={mass => onChange(mass === null ? null : kgOf(unit, mass))}
      suffix={t.units[unit]}
      decimals={1}
    />
  )
}

interface HeightFieldProps {
  unit: HeightUnit
  cm: number | null
  onChange: (cm: number | null) => void
  error?: string | undefined
}

export function HeightField({ unit, cm, onChange, error }: HeightFieldProps) {
  if (unit === 'ftin') return <FeetField cm={cm} onChange={onChange} error={error} />
  return (
    <NumberField
      label={t.height}
      value={cm === null ? null : cmShown(cm)}
      onChange={onChange}
      error={error}
      suffix={t.units.cm}
      decimals={1}
      required
    />
  )
}

function FeetField({ cm, onChange, error }: Omit<HeightFieldProps, 'unit'>) {
  const [parts, setParts] = useState<{ feet: number | null; inches: number | null }>(() =>
    cm === null ? { feet: null, inches: null } : feetInches(cm),
  )
  function change(next: typeof parts) {
    setParts(next)
    // Six feet are six feet and no inches.
    onChange(next.feet === null ? null : cmOf({ feet: next.feet, inches: next.inches ?? 0 }))
  }
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{t.height}</legend>
      <Group grow gap="xs" align="start">
        <NumberField
          label={t.feet}
          value={parts.feet}
          onChange={feet => change({ ...parts, feet })}
          error={error}
          suffix={t.ft}
          required
        />
        <NumberField
          label={t.inches}
          value={parts.inches}
          onChange={inches => change({ ...parts, inches })}
          suffix={t.inch}
          decimals={1}
        />
      </Group>
    </fieldset>
  )
}

export function UnitSwitches({ units, onChange }: { units: Units; onChange: (units: Units) => void }) {
  return (
    <Group gap="xs">
      <SegmentedControl<MassUnit>
        size="xs"
        aria-label={t.massUnit}
        value={units.mass}
        onChange={mass => onChange({ ...units, mass })}
        data={[
          { value: 'kg', label: t.units.kg },
          { value: 'lb', label: t.units.lb },
        ]}
      />
      <SegmentedControl<HeightUnit>
        size="xs"
        aria-label={t.heightUnit}
        value={units.height}
        onChange={height => onChange({ ...units, height })}
        data={[
          { value: 'cm', label: t.units.cm },
          { value: 'ftin', label: t.units.ftin },
        ]}
      />
    </Group>
  )
}

/** A group of which one is ticked, with its fault. */
export function FaultyGroup({ error, children }: { error: string | undefined; children: React.ReactNode }) {
  return (
    <div data-fault={error === undefined ? undefined : true}>
      {children}
      {error !== undefined && <Input.Error pt={4}>{error}</Input.Error>}
    </div>
  )
}
