/** Queue: all jobs of a person, what becomes of them and what can be done with them. */
import { Button, Container, Group, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Job, JobPage } from '../api/types'
import { Empty, Failure } from '../components/states'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { ORG_ADMIN, useHasRole } from '../session/roles'
import { texts } from '../texts'
import { CancelDialog } from './CancelDialog'
import { Filters } from './Filters'
import { addressOf, shownBy, type Shown } from './filters'
import { ManyJobs } from './ManyJobs'
import { newsBetween } from './news'
import { Pages } from './Pages'
import classes from './Queue.module.css'
import { useBeginning, useJobs } from './useJobs'

const t = texts.queue

export default function Queue() {
  const [search] = useSearchParams()
  const shown = useBeginning(useMemo(() => shownBy(search), [search]))
  const isAdmin = useHasRole(ORG_ADMIN)
  const heading = useRef<HTMLHeadingElement>(null)
  const [cancelling, setCancelling] = useState<Job | null>(null)
  const toTop = () => {
    window.scrollTo({ top: 0 })
    heading.current?.focus()
  }
  return (
    <Container size="xl" px={0}>
      <PageTitle of={t.title} />
      <Stack gap="md" className={classes.queue ?? ''}>
        <Group justify="space-between">
          <Title ref={heading} order={1} tabIndex={-1} className={classes.heading ?? ''}>
            {t.title}
          </Title>
          <Button component={Link} to="/batches" size="xs" variant="subtle">
            {t.batches}
          </Button>
        </Group>
        <Filters shown={shown} isAdmin={isAdmin} />
        <ShownJobs shown={shown} cancel={setCancelling} toTop={toTop} />
      </Stack>
      <CancelDialog job={cancelling} onClose={() => setCancelling(null)} orFocus={heading} />
    </Container>
  )
}

interface ShownJobsProps {
  shown: Shown
  cancel: (job: Job) => void
  toTop: () => void
}

function ShownJobs({ shown, cancel, toTop }: ShownJobsProps) {
  const query = useJobs(shown)
  const page = query.data?.data
  // Known with the first try that fails; the error itself only when all of them have.
  const trouble = query.failureReason ?? query.error
  if (!page) {
    if (!trouble) return <JobSkeletons />
    return (
      <Failure
        error={trouble}
        retry={() => void query.refetch()}
        wayOut={<WayOut to="/courses">{texts.common.toLibrary}</WayOut>}
      />
    )
  }
  const { jobs } = page
  return (
    <>
      {trouble && (
        <Text size="sm" role="status" className={classes.stale ?? ''}>
          {t.stale}
        </Text>
      )}
      <News jobs={jobs} />
      {(shown.q ?? shown.days) !== undefined && (
        <VisuallyHidden role="status">{t.found(jobs.length, page.next_cursor !== null)}</VisuallyHidden>
      )}
      {jobs.length > 0 ? (
        <ManyJobs key={addressOf(shown)} name={t.jobs} jobs={jobs} cancel={cancel} />
      ) : (
        <NoJobs shown={shown} page={page} />
      )}
      <Pages shown={shown} next={page.next_cursor} onTurn={toTop} />
    </>
  )
}

function News({ jobs }: { jobs: readonly Job[] }) {
  const [seen, setSeen] = useState(jobs)
  const [news, setNews] = useState('')
  if (jobs !== seen) {
    setSeen(jobs)
    setNews(before => newsBetween(seen, jobs) || before)
  }
  return <VisuallyHidden role="status">{news}</VisuallyHidden>
}

function NoJobs({ shown, page }: { shown: Shown; page: JobPage }) {
  if (page.next_cursor !== null) return <Empty title={t.empty.page} text={t.empty.pageText} />
  const isSearch = (shown.q ?? shown.days ?? shown.pipeline) !== undefined
  if (isSearch || shown.filter !== 'all') {
    return (
      <Empty
        title={isSearch || shown.filter === 'all' ? t.empty.found : t.empty[shown.filter]}
        action={
          <Button component={Link} to="/queue" variant="default">
            {t.empty.showAll}
          </Button>
        }
      />
    )
  }
  return (
    <Empty
      title={t.empty.all}
      text={t.empty.allText}
      action={
        <Button component={Link} to="/new">
          {texts.shell.create}
        </Button>
      }
    />
  )
}

function JobSkeletons() {
  return (
    <Stack gap={8} role="status" aria-label={texts.common.loading} className={classes.skeletons ?? ''}>
      {[1, 2, 3, 4].map(row => (
        <Skeleton key={row} height={64} radius="md" />
      ))}
    </Stack>
  )
}
