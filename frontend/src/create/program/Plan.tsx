/** Plan: what the program is for, and how long and often. */
import { Chip, Group, SimpleGrid, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { Readers } from '../Readers'
import type { ReadersChoice } from '../readersChoice'
import type { Goal } from './form'
import { FaultyGroup } from './measures'
import { NumberField } from './NumberField'
import type { ProgramFormState } from './useProgramForm'

const t = texts.create.program

interface PlanProps {
  form: ProgramFormState
  readers: ReadersChoice
  setReaders: (readers: ReadersChoice) => void
  children: ReactNode
}

export function Plan({ form: { fields, faults, set }, readers, setReaders, children }: PlanProps) {
  return (
    <Stack gap="lg" className={classes.card ?? ''} component="section" aria-labelledby="plan">
      <Title order={2} size="h4" id="plan">
        {t.plan}
      </Title>
      <FaultyGroup error={faults.goal}>
        <fieldset className={classes.fieldset}>
          <legend className={classes.legend}>{t.goal}</legend>
          <Chip.Group value={fields.goal} onChange={goal => set('goal', goal)}>
            <Group gap="xs" pt="xs">
              {(Object.keys(t.goals) as Goal[]).map(goal => (
                <Chip key={goal} value={goal} variant="light">
                  {t.goals[goal]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
      </FaultyGroup>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberField
          label={t.weeks}
          value={fields.weeks}
          onChange={weeks => set('weeks', weeks)}
          error={faults.weeks}
          required
        />
        <NumberField
          label={t.daysPerWeek}
          value={fields.days_per_week}
          onChange={days => set('days_per_week', days)}
          error={faults.days_per_week}
          required
        />
        <NumberField
          label={t.minutesPerSession}
          description={t.minutesText}
          value={fields.minutes_per_session}
          onChange={minutes => set('minutes_per_session', minutes)}
          error={faults.minutes_per_session}
          suffix={t.minutes}
        />
      </SimpleGrid>
      <Readers value={readers} onChange={setReaders} />
      {children}
    </Stack>
  )
}
