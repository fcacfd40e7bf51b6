/** Volume: sets and load of each week, as a chart and as a table. */
import { Skeleton, Title } from '@mantine/core'
import { Suspense } from 'react'
import { Boundary } from '../components/Boundary'
import { fetched } from '../components/fetched'
import { texts } from '../texts'
import { number } from './amounts'
import { DataTable } from './DataTable'
import { usePrinting } from './printing'
import { volumeOf, type Week } from './volume'
import classes from './reader.module.css'

const VolumeChart = fetched(() => import('./VolumeChart'))

const t = texts.reader.program.volume

export function Volume({ weeks }: { weeks: readonly Week[] }) {
  const isPrinting = usePrinting()
  const volumes = weeks.map(volumeOf)
  const hasLoads = volumes.some(one => one.loadKg !== null)
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {t.title}
      </Title>
      <p className={classes.under}>{hasLoads ? t.text : t.noLoad}</p>
      <div className={classes.chart}>
        <Boundary>
          <Suspense fallback={<Skeleton h={260} />}>
            <VolumeChart volumes={volumes} hasLoads={hasLoads} />
          </Suspense>
        </Boundary>
      </div>
      <details className={classes.details} open={isPrinting || undefined}>
        <summary>{t.table}</summary>
        <DataTable
          label={t.title}
          columns={[t.week, t.sessions, t.sets, ...(hasLoads ? [t.load, t.open] : [])]}
          rows={volumes.map(one => [
            one.isDeload ? `${one.week} (${t.deload})` : `${one.week}`,
            `${one.sessions}`,
            `${one.sets}`,
            ...(hasLoads
              ? [one.loadKg === null ? '–' : `${number(one.loadKg)} kg`, `${one.setsWithoutLoad}`]
              : []),
          ])}
        />
      </details>
    </section>
  )
}
