/** Now: what a person does at present, and what they can lift. */
import { ActionIcon, Autocomplete, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { PROFILE } from '../limits'
import type { Faults, LiftField } from './form'
import { MassField } from './measures'
import { NumberField } from './NumberField'
import type { MassUnit } from './units'
import type { ProgramFormState } from './useProgramForm'

const t = texts.create.program

export function Now({ form }: { form: ProgramFormState }) {
  const { fields, faults, set } = form
  return (
    <Stack gap="lg" className={classes.card ?? ''} component="section" aria-labelledby="now">
      <Title order={2} size="h4" id="now">
        {t.now}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberField
          label={t.sessions}
          value={fields.sessions_per_week}
          onChange={sessions => set('sessions_per_week', sessions)}
          error={faults.sessions_per_week}
        />
        <NumberField
          label={t.sleep}
          value={fields.sleep_hours}
          onChange={hours => set('sleep_hours', hours)}
          error={faults.sleep_hours}
          suffix={t.hours}
          decimals={1}
        />
      </SimpleGrid>
      <Lifts form={form} />
    </Stack>
  )
}

function Lifts({ form: { fields, units, faults, set } }: { form: ProgramFormState }) {
  const { lifts } = fields
  const list = useRef<HTMLOListElement>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  function add() {
    const key = Math.max(-1, ...lifts.map(lift => lift.key)) + 1
    set('lifts', [...lifts, { key, exercise: '', load_kg: null, repetitions: null }])
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('input')?.focus())
  }
  function remove(lift: LiftField) {
    set(
      'lifts',
      lifts.filter(other => other !== lift),
    )
    // The button that was pressed goes with its lift.
    addButton.current?.focus()
  }
  return (
    <Stack gap="sm">
      <div>
        <Title order={3} size="h5">
          {t.lifts}
        </Title>
        <Text size="sm" c="dimmed">
          {t.liftsText}
        </Text>
      </div>
      {lifts.length > 0 && (
        <ol ref={list} className={classes.stack}>
          {lifts.map((lift, index) => (
            <LiftFields
              key={lift.key}
              lift={lift}
              index={index}
              unit={units.mass}
              faults={faults}
              change={changed =>
                set(
                  'lifts',
                  lifts.map(other => (other === lift ? changed : other)),
                )
              }
              remove={() => remove(lift)}
            />
          ))}
        </ol>
      )}
      {lifts.length < PROFILE.lifts && (
        <Button
          ref={addButton}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
          style={{ alignSelf: 'start' }}
        >
          {t.addLift}
        </Button>
      )}
    </Stack>
  )
}

interface LiftFieldsProps {
  lift: LiftField
  index: number
  unit: MassUnit
  faults: Faults
  change: (lift: LiftField) => void
  remove: () => void
}

function LiftFields({ lift, index, unit, faults, change, remove }: LiftFieldsProps) {
  const fault = (name: string) => faults[`lifts.${index}.${name}`]
  return (
    <li className={classes.lift} aria-label={t.lift(index + 1)}>
      <Autocomplete
        label={t.exercise}
        data={t.exercises}
        value={lift.exercise}
        onChange={exercise => change({ ...lift, exercise })}
        maxLength={PROFILE.exercise}
        error={fault('exercise')}
        required
      />
      <MassField
        label={t.load}
        unit={unit}
        kg={lift.load_kg}
        onChange={load_kg => change({ ...lift, load_kg })}
        error={fault('load_kg')}
        required
      />
      <NumberField
        label={t.repetitions}
        value={lift.repetitions}
        onChange={repetitions => change({ ...lift, repetitions })}
        error={fault('repetitions')}
        required
      />
      <Group pt={25}>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size={36}
          aria-label={t.removeLift(index + 1)}
          onClick={remove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  )
}
