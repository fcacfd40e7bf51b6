/** Place: what there is to train with, and what must be spared. */
import { Chip, Group, Input, Stack, Text, Textarea, Title } from '@mantine/core'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { PROFILE } from '../limits'
import type { Equipment, Injury } from './form'
import { FaultyGroup } from './measures'
import type { ProgramFormState } from './useProgramForm'

const t = texts.create.program

export function Place({ form: { fields, faults, set } }: { form: ProgramFormState }) {
  return (
    <Stack gap="lg" className={classes.card ?? ''} component="section" aria-labelledby="place">
      <Title order={2} size="h4" id="place">
        {t.place}
      </Title>
      <Ticks<Equipment>
        label={t.equipment}
        text={t.equipmentText}
        names={t.equipments}
        value={fields.equipment}
        onChange={equipment => set('equipment', equipment)}
        error={faults.equipment}
      />
      <Ticks<Injury>
        label={t.injuries}
        text={t.injuriesText}
        names={t.injury}
        value={fields.injuries}
        onChange={injuries => set('injuries', injuries)}
        error={faults.injuries}
      />
      <Textarea
        label={t.notes}
        description={t.notesText}
        value={fields.notes}
        onChange={event => set('notes', event.currentTarget.value)}
        maxLength={PROFILE.notes}
        error={faults.notes}
        autosize
        minRows={2}
        maxRows={8}
      />
    </Stack>
  )
}

interface TicksProps<Name extends string> {
  label: string
  text: string
  names: Readonly<Partial<Record<Name, string>>>
  value: readonly Name[]
  onChange: (value: readonly Name[]) => void
  error: string | undefined
}

function Ticks<Name extends string>({ label, text, names, value, onChange, error }: TicksProps<Name>) {
  return (
    <FaultyGroup error={error}>
      <fieldset className={classes.fieldset}>
        <legend className={classes.legend}>{label}</legend>
        <Input.Description>
          <Text span inherit>
            {text}
          </Text>
        </Input.Description>
        <Chip.Group multiple value={[...value]} onChange={chosen => onChange(chosen)}>
          <Group gap="xs" pt="xs">
            {(Object.keys(names) as Name[]).map(name => (
              <Chip key={name} value={name} variant="light">
                {names[name]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
    </FaultyGroup>
  )
}
