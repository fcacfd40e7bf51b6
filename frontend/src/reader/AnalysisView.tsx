/** AnalysisView: what a program was derived from, with units and sources. */
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts'
import type { Analysis } from './analysis'
import { duration, number, sentence, words } from './amounts'
import { DataTable } from './DataTable'
import classes from './reader.module.css'

const t = texts.reader.analysis

export function AnalysisView({ analysis }: { analysis: Partial<Analysis> }) {
  const { level, energy, maxima, unused_lifts, volume, zone, progression } = analysis
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {t.title}
      </Title>
      <p className={classes.under}>{t.text}</p>
      <div className={classes.analysis}>
        {level && <Experience level={level} equipment={analysis.equipment ?? []} />}
        {energy && <Energy energy={energy} />}
        {maxima && <Maxima maxima={maxima} unused={unused_lifts ?? []} />}
        {volume && <Volume volume={volume} />}
        {zone && <Zone zone={zone} />}
        {progression && <Progression progression={progression} />}
        {analysis.schedule && <Schedule schedule={analysis.schedule} />}
        {analysis.exclusions && analysis.exclusions.length > 0 && (
          <Exclusions exclusions={analysis.exclusions} />
        )}
      </div>
      {analysis.sources && (
        <>
          <Title order={3} size="h5" mt="xl" mb="xs">
            {t.sources}
          </Title>
          <ul className={classes.list}>
            {analysis.sources.map(source => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Part({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  return (
    <section className={classes.analysisPart} data-wide={isWide || undefined}>
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  )
}

/** Facts with their names; those that are null are left out. */
function Numbers({ of }: { of: Readonly<Record<string, string | null>> }) {
  return (
    <dl className={classes.numbers}>
      {Object.entries(of).map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

function Experience({ level, equipment }: { level: Analysis['level']; equipment: readonly string[] }) {
  return (
    <Part title={t.person}>
      <Numbers
        of={{
          [t.stated]: sentence(level.stated),
          [t.used]: sentence(level.used),
          [t.trainingAge]: level.training_age,
          [t.equipment]: equipment.map(words).join(', '),
        }}
      />
      {level.reasons.map(reason => (
        <p key={reason}>{reason}</p>
      ))}
    </Part>
  )
}

function Energy({ energy }: { energy: Analysis['energy'] }) {
  const kcal = (value: number) => t.kcal(number(value))
  return (
    <Part title={t.energy}>
      <Numbers
        of={{
          [t.target]: kcal(energy.target_kcal),
          [t.maintenance]: kcal(energy.maintenance_kcal),
          [t.resting]: kcal(energy.resting_kcal),
          [t.factor]: `${energy.activity_factor}`,
          [t.protein]: energy.protein_g && t.grams(...energy.protein_g),
          [t.formula]: energy.formula,
        }}
      />
      <p>{energy.note}</p>
      {energy.is_uncertain && <p>{t.uncertain}</p>}
    </Part>
  )
}

function Maxima({ maxima, unused }: { maxima: Analysis['maxima']; unused: Analysis['unused_lifts'] }) {
  const kg = (value: number) => `${number(value)} kg`
  return (
    <Part title={t.maxima} isWide>
      {maxima.length === 0 ? (
        <p>{t.noMaxima}</p>
      ) : (
        <DataTable
          label={t.maxima}
          columns={[t.lift, t.set, t.epley, t.brzycki, t.counted]}
          rows={maxima.map(one => [
            one.name,
            `${kg(one.load_kg)} × ${one.repetitions}`,
            kg(one.epley_kg),
            kg(one.brzycki_kg),
            one.is_uncertain ? `${kg(one.kg)} (${t.uncertainMaximum})` : kg(one.kg),
          ])}
        />
      )}
      {unused.map((lift, index) => (
        <p key={index} dir="auto">
          {t.unused} {lift.exercise} {lift.reason}
        </p>
      ))}
    </Part>
  )
}

function Volume({ volume }: { volume: Analysis['volume'] }) {
  return (
    <Part title={t.volume} isWide>
      <DataTable
        label={t.volume}
        columns={[t.muscle, t.least, t.aim, t.most, t.note]}
        rows={volume.map(one => [
          sentence(one.muscle),
          `${one.minimum}`,
          `${one.target}`,
          `${one.maximum}`,
          one.note,
        ])}
      />
    </Part>
  )
}

function Zone({ zone }: { zone: Analysis['zone'] }) {
  return (
    <Part title={t.zone}>
      <Numbers
        of={{
          [t.percent]: t.percents(number(zone.percent_low), number(zone.percent_high)),
          [t.blocks]: zone.blocks.join(', '),
          [t.others]: `${zone.other_repetitions}`,
          [t.reserve]: t.reserves(number(zone.in_reserve_start), number(zone.in_reserve_end)),
          [t.rests]: t.restsOf(duration(zone.rest_s), duration(zone.other_rest_s)),
        }}
      />
    </Part>
  )
}

function Progression({ progression }: { progression: Analysis['progression'] }) {
  return (
    <Part title={t.progression}>
      <Numbers
        of={{
          [t.step]: t.perCent(number(progression.most_load_step_percent)),
          [t.blockWeeks]: progression.block_weeks.join(', '),
          [t.deloads]: progression.deload_weeks.join(', ') || t.none,
          [t.deloadSets]: t.ofWeekBefore(number(progression.most_deload_sets_percent)),
          [t.gain]: t.perCent(number(progression.block_gain_percent)),
        }}
      />
    </Part>
  )
}

function Schedule({ schedule }: { schedule: Analysis['schedule'] }) {
  const day = (of: number) => texts.reader.program.days[of - 1] ?? `${of}`
  const entries = schedule.map(one => {
    const muscles = one.muscles.map(words).join(', ')
    return [day(one.day), muscles ? `${sentence(one.kind)}: ${muscles}` : sentence(one.kind)] as const
  })
  return (
    <Part title={t.schedule}>
      <Numbers of={Object.fromEntries(entries)} />
    </Part>
  )
}

function Exclusions({ exclusions }: { exclusions: Analysis['exclusions'] }) {
  return (
    <Part title={t.exclusions}>
      {exclusions.map(one => (
        <div key={one.injury}>
          <p>
            <strong>{sentence(one.injury)}</strong>: {one.reason}.
          </p>
          <p>
            {one.patterns.map(words).join(', ')} · {t.ruledOut(one.exercises)}
          </p>
        </div>
      ))}
    </Part>
  )
}
