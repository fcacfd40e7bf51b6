/** Findings: what the quality rules found in what one reads, for its author; not on paper. */
import { Anchor, Badge, Button, Text } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { Link } from 'react-router'
import { texts } from '../texts'
import {
  countedByLevel,
  findingsElsewhere,
  findingsIn,
  keyOf,
  whereIn,
  type Finding,
  type Level,
} from './findings'
import type { Fine } from './fine'
import classes from './Findings.module.css'

const t = texts.reader.findings

const COLOURS: Readonly<Record<Level, string>> = { block: 'red', warn: 'orange', note: 'gray' }

interface FindingsHereProps {
  readonly found: readonly Finding[]
  /** JSON pointer of the lesson or week that they lie in. */
  readonly place: string
  readonly fine: Fine
}

/** Open where something blocks; folded away where a person has said of all of them that they are fine. */
export function FindingsHere({ found, place, fine }: FindingsHereProps) {
  if (found.length === 0) return null
  const open = found.filter(one => !fine.has(one))
  const accepted = found.filter(one => fine.has(one))
  return (
    <details className={classes.box} open={open.some(one => one.level === 'block')} data-findings>
      <summary className={classes.summary}>
        <IconListSearch size={18} aria-hidden />
        {open.length > 0 ? t.here(countedByLevel(open)) : t.allFine(accepted.length)}
      </summary>
      <ul className={classes.list}>
        {[...open, ...accepted].map(one => (
          <OneFinding key={keyOf(one)} finding={one} place={place} fine={fine} />
        ))}
      </ul>
    </details>
  )
}

function OneFinding({ finding, place, fine }: { finding: Finding; place: string; fine: Fine }) {
  const isFine = fine.has(finding)
  const where = whereIn(finding.pointer, place)
  return (
    <li className={classes.finding} data-fine={isFine || undefined}>
      <span className={classes.level}>
        <LevelBadge level={finding.level} />
      </span>
      <span className={classes.message} dir="auto">
        {where && <strong>{where}: </strong>}
        {finding.message}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        className={classes.act ?? ''}
        aria-label={(isFine ? t.lookAgainAt : t.fineOf)(finding.message)}
        onClick={() => fine.set(finding, !isFine)}
      >
        {isFine ? t.lookAgain : t.fine}
      </Button>
    </li>
  )
}

export function LevelBadge({ level }: { level: Level }) {
  return (
    <Badge size="sm" variant="light" color={COLOURS[level]} c="var(--mantine-color-text)" tt="none">
      {t.levels[level]}
    </Badge>
  )
}

/** A lesson or a week. */
export interface Place {
  readonly title: string
  readonly to: string
  /** JSON pointer. */
  readonly pointer: string
}

interface FindingsOverviewProps {
  /** All of the course or program. */
  readonly found: readonly Finding[]
  readonly places: readonly Place[]
  readonly fine: Fine
}

/** For the author: counts by level, where the findings lie, and those that lie in no lesson or week. */
export function FindingsOverview({ found: all, places, fine }: FindingsOverviewProps) {
  if (all.length === 0) return null
  const open = all.filter(one => !fine.has(one))
  const withOpen = places
    .map(place => ({ ...place, found: findingsIn(open, place.pointer) }))
    .filter(place => place.found.length > 0)
  const pointers = places.map(place => place.pointer)
  const elsewhere = findingsElsewhere(all, pointers)
  return (
    <section className={classes.overview} aria-label={t.title}>
      <Text fw={600} size="sm">
        {open.length > 0 ? t.all(countedByLevel(open)) : t.allFine(all.length)}
      </Text>
      {withOpen.length > 0 && (
        <details>
          <summary className={classes.summary}>{t.where}</summary>
          <ul className={classes.places}>
            {withOpen.map(place => (
              <li key={place.to} dir="auto">
                <Anchor component={Link} to={place.to} inherit>
                  {place.title}
                </Anchor>
                : {countedByLevel(place.found)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {elsewhere.length > 0 && (
        <ul className={classes.list}>
          {elsewhere.map(one => (
            <OneFinding key={keyOf(one)} finding={one} place="" fine={fine} />
          ))}
        </ul>
      )}
    </section>
  )
}
