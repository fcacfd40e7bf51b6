/** Weeks: one at a time, by an address of its own; on paper all of them. */
import { Badge, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { texts } from '../texts'
import { FindingsHere } from './Findings'
import { findingsIn, weekPointer, type Finding } from './findings'
import type { Fine } from './fine'
import { usePrinting } from './printing'
import { SessionView } from './SessionView'
import type { Week } from './volume'
import classes from './Weeks.module.css'
import reader from './reader.module.css'

const t = texts.reader.program
const PARAMETER = 'week'

interface WeeksProps {
  weeks: readonly Week[]
  found: readonly Finding[]
  fine: Fine
}

export function Weeks({ weeks, found, fine }: WeeksProps) {
  const [search] = useSearchParams()
  const isPrinting = usePrinting()
  const wanted = weeks.find(week => `${week.week}` === search.get(PARAMETER)) ?? weeks[0]
  return (
    <section className={reader.section}>
      <Title order={2} size="h3">
        {t.weeks}
      </Title>
      <nav aria-label={t.weeks} className={classes.picker}>
        {weeks.map(week => {
          const to = new URLSearchParams(search)
          to.set(PARAMETER, `${week.week}`)
          return (
            <Link
              key={week.week}
              to={{ search: to.toString() }}
              replace
              preventScrollReset
              className={classes.pick}
              aria-current={week === wanted ? 'true' : undefined}
              aria-label={week.is_deload ? `${t.week(week.week)}, ${t.deload}` : t.week(week.week)}
              data-deload={week.is_deload || undefined}
            >
              {week.week}
            </Link>
          )
        })}
      </nav>
      {weeks.map(
        (week, index) =>
          (isPrinting || week === wanted) && (
            <WeekView key={week.week} week={week}>
              <FindingsHere
                found={findingsIn(found, weekPointer(index))}
                place={weekPointer(index)}
                fine={fine}
              />
            </WeekView>
          ),
      )}
    </section>
  )
}

function WeekView({ week, children }: { week: Week; children: ReactNode }) {
  return (
    <section className={classes.week} data-week={week.week}>
      <Title order={3} size="h4" className={classes.heading ?? ''}>
        {t.week(week.week)}
        {week.is_deload && (
          <Badge variant="default" tt="none">
            {t.deload}
          </Badge>
        )}
      </Title>
      <p className={classes.focus} dir="auto">
        {week.focus}
      </p>
      {children}
      {week.sessions.map((session, index) => (
        <SessionView key={index} session={session} />
      ))}
    </section>
  )
}
