/** You: who trains. */
import { Group, Radio, SimpleGrid, Stack, Title } from '@mantine/core'
import { texts } from '../../texts'
import classes from '../create.module.css'
import type { Fields } from './form'
import { FaultyGroup, HeightField, MassField, UnitSwitches } from './measures'
import { NumberField } from './NumberField'
import type { ProgramFormState } from './useProgramForm'

const t = texts.create.program
type Sex = NonNullable<Fields['sex']>
type Experience = NonNullable<Fields['experience']>

export function You({ form: { fields, units, faults, set, setUnits } }: { form: ProgramFormState }) {
  return (
    <Stack gap="lg" className={classes.card ?? ''} component="section" aria-labelledby="you">
      <Group justify="space-between">
        <Title order={2} size="h4" id="you">
          {t.you}
        </Title>
        <UnitSwitches units={units} onChange={setUnits} />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <NumberField
          label={t.age}
          value={fields.age}
          onChange={age => set('age', age)}
          error={faults.age}
          suffix={t.years}
          required
        />
        <HeightField
          key={units.height}
          unit={units.height}
          cm={fields.height_cm}
          onChange={cm => set('height_cm', cm)}
          error={faults.height_cm}
        />
        <MassField
          label={t.mass}
          unit={units.mass}
          kg={fields.mass_kg}
          onChange={kg => set('mass_kg', kg)}
          error={faults.mass_kg}
          required
        />
      </SimpleGrid>
      <FaultyGroup error={faults.sex}>
        <Radio.Group
          label={t.sex}
          description={t.sexText}
          value={fields.sex}
          onChange={sex => set('sex', sex)}
          required
        >
          <Group pt="xs">
            {(Object.keys(t.sexes) as Sex[]).map(sex => (
              <Radio key={sex} value={sex} label={t.sexes[sex]} />
            ))}
          </Group>
        </Radio.Group>
      </FaultyGroup>
      <FaultyGroup error={faults.experience}>
        <Radio.Group
          label={t.experience}
          value={fields.experience}
          onChange={experience => set('experience', experience)}
          required
        >
          <SimpleGrid cols={{ base: 1, sm: 3 }} pt="xs">
            {(Object.keys(t.experiences) as Experience[]).map(experience => (
              <Radio
                key={experience}
                value={experience}
                label={t.experiences[experience]}
                description={t.experienceTexts[experience]}
              />
            ))}
          </SimpleGrid>
        </Radio.Group>
      </FaultyGroup>
    </Stack>
  )
}
