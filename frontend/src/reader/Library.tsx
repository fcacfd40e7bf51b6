/** Library: everything that has been made, newest first. */
import { Button, Center, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconBarbell, IconFileCheck, IconHammer } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { Empty, Failure } from '../components/states'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { OwnedMenu } from '../owned/OwnedMenu'
import { texts } from '../texts'
import { exactly } from '../queue/amounts'
import { coursePath, programPath } from './addresses'
import { date } from './amounts'
import { Beginning } from './Beginning'
import { Fact, Facts } from './Facts'
import { InProgress } from './InProgress'
import { isSearch, kindOf, twinTitles, wantedBy, type Entry } from './library'
import { LibraryFilters } from './LibraryFilters'
import { ARTIFACT_STATUS } from './status'
import { useLibrary } from './useLibrary'
import classes from './Library.module.css'

const t = texts.reader.library

export default function Library() {
  const [search] = useSearchParams()
  const wanted = wantedBy(search)
  const [now] = useState(Date.now)
  const { entries, isPending, error, retry, readMore, isReadingMore } = useLibrary(wanted, now)
  const twins = twinTitles(entries)
  const isFiltered = isSearch(wanted)
  // Once there, they stay: one types into them while what is shown changes.
  const [hasFilters, setHasFilters] = useState(false)
  if (!hasFilters && (isFiltered || entries.length > 1)) setHasFilters(true)
  return (
    <div className={classes.page}>
      <PageTitle of={t.title} />
      <Title order={1} mb="lg">
        {t.title}
      </Title>
      {hasFilters && <LibraryFilters wanted={wanted} />}
      {error && (
        <Failure error={error} retry={retry} wayOut={<WayOut to="/new">{texts.shell.create}</WayOut>} />
      )}
      {isPending && !error && <LibrarySkeleton />}
      {!isPending && isFiltered && (
        <Text size="sm" c="dimmed" role="status" mt="xs">
          {t.found(entries.length, readMore !== undefined)}
        </Text>
      )}
      {!isPending && !error && !readMore && entries.length === 0 && <Nothing isFiltered={isFiltered} />}
      <ul className={classes.list} aria-label={t.name}>
        {!isPending &&
          entries.map(entry => (
            <LibraryEntry key={entry.id} entry={entry} isTwin={twins.has(entry.head.title)} />
          ))}
      </ul>
      {readMore && !isPending && (
        <Center mt="lg">
          <Button variant="default" loading={isReadingMore} onClick={readMore}>
            {texts.common.more}
          </Button>
        </Center>
      )}
    </div>
  )
}

function LibraryEntry({ entry, isTwin }: { entry: Entry; isTwin: boolean }) {
  const { head } = entry
  const path = entry.kind === 'course' ? coursePath(entry.id) : programPath(entry.id)
  return (
    <li className={classes.entry} data-entry={entry.id}>
      <span className={classes.icon}>
        <KindIcon entry={entry} />
      </span>
      <div className={classes.what}>
        <Title order={2} size="h4" dir="auto">
          <Link to={path} className={classes.link}>
            {head.title}
          </Link>
        </Title>
        {head.description && (
          <p className={classes.description} dir="auto">
            {head.description}
          </p>
        )}
        {head.status === 'generating' ? (
          <InProgress jobId={head.job_id}>
            <Numbers entry={entry} isTwin={isTwin} />
          </InProgress>
        ) : (
          <Facts look={ARTIFACT_STATUS[head.status]} madeBy={head.made_by}>
            <Numbers entry={entry} isTwin={isTwin} />
          </Facts>
        )}
      </div>
      <div className={classes.more}>
        <OwnedMenu
          owned={{ kind: entry.kind, id: entry.id, title: head.title }}
          canCopy={entry.kind === 'course' && head.status !== 'generating'}
        />
      </div>
    </li>
  )
}

/** Counts stand in the heads beyond what the contract says of them, so each may be missing. */
function Numbers({ entry, isTwin }: { entry: Entry; isTwin: boolean }) {
  const { head } = entry
  const count = (name: string) => {
    const value = head[name]
    return typeof value === 'number' && value > 0 ? value : null
  }
  const facts: (string | null)[] = [t.kinds[kindOf(entry)]]
  if (entry.kind === 'program') {
    facts.push(t.weeks(entry.head.weeks_total), t.daysPerWeek(entry.head.days_per_week))
  } else {
    const [topics, projects, lessons] = ['topics_total', 'projects_total', 'lessons_total'].map(count)
    facts.push(topics ? t.topics(topics) : null, projects ? t.projects(projects) : null)
    facts.push(lessons ? t.lessons(lessons) : null)
    const total = count('questions_total')
    facts.push(lessons && total ? t.questions(count('questions_covered') ?? 0, total) : null)
  }
  return (
    <>
      <Fact>{facts.filter(Boolean).join(' · ')}</Fact>
      <Fact>
        <time dateTime={head.created_at}>{isTwin ? exactly(head.created_at) : date(head.created_at)}</time>
      </Fact>
    </>
  )
}

function KindIcon({ entry }: { entry: Entry }) {
  const look = { size: 22, stroke: 1.6, 'aria-hidden': true }
  if (entry.kind === 'program') return <IconBarbell {...look} />
  return entry.head.kind === 'exam' ? <IconFileCheck {...look} /> : <IconHammer {...look} />
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Empty
        title={t.none}
        action={
          <Button component={Link} to="/courses" variant="default">
            {t.showAll}
          </Button>
        }
      />
    )
  }
  return <Empty title={t.empty} text={t.emptyText} action={<Beginning label={t.create} />} />
}

function LibrarySkeleton() {
  return (
    <Stack role="status" aria-label={texts.common.loading} gap="xl">
      {[1, 2, 3].map(row => (
        <Stack key={row} gap="xs">
          <Skeleton h={24} w="50%" />
          <Skeleton h={16} w="90%" />
          <Group>
            <Skeleton h={20} w={80} />
            <Skeleton h={20} w={220} />
          </Group>
        </Stack>
      ))}
    </Stack>
  )
}
