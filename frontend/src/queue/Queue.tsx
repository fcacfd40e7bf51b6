/** Queue: all jobs of a person, what becomes of them and what can be done with them. */
import { Button, Container, Group, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Job, JobPage } from '../api/types'
import { Empty, Failure } from '../components/states'
import { texts } from '../texts'
import { CancelDialog } from './CancelDialog'
import { addressOf, FILTERS, shownBy, type Filter, type Shown } from './filters'
import { JobList } from './JobList'
import { newsBetween } from './news'
import { Pages } from './Pages'
import classes from './Queue.module.css'
import { useJobs } from './useJobs'

const t = texts.queue

export default function Queue() {
  const [search] = useSearchParams()
  const shown = useMemo(() => shownBy(search), [search])
  const heading = useRef<HTMLHeadingElement>(null)
  const [cancelling, setCancelling] = useState<Job | null>(null)
  const toTop = () => {
    window.scrollTo({ top: 0 })
    heading.current?.focus()
  }
  return (
    <Container size="xl" px={0}>
      <title>{`${t.title} · ${texts.common.product}`}</title>
      <Stack gap="md" className={classes.queue ?? ''}>
        <Title ref={heading} order={1} tabIndex={-1} className={classes.heading ?? ''}>
          {t.title}
        </Title>
        <Filters shown={shown.filter} />
        <ShownJobs shown={shown} cancel={setCancelling} toTop={toTop} />
      </Stack>
      <CancelDialog job={cancelling} onClose={() => setCancelling(null)} orFocus={heading} />
    </Container>
  )
}

/** Links, so that a filter can be bookmarked, opened in another tab, and left by going back. */
function Filters({ shown }: { shown: Filter }) {
  return (
    <Group component="nav" aria-label={t.filters.label} gap={4}>
      {FILTERS.map(filter => (
        <Button
          key={filter}
          component={Link}
          to={{ pathname: '/queue', search: addressOf({ filter }) }}
          size="xs"
          px={8}
          variant={filter === shown ? 'light' : 'subtle'}
          color={filter === shown ? '' : 'gray'}
          aria-current={filter === shown ? 'page' : undefined}
        >
          {t.filters[filter]}
        </Button>
      ))}
    </Group>
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
    return trouble ? <Failure error={trouble} retry={() => void query.refetch()} /> : <JobSkeletons />
  }
  return (
    <>
      {trouble && (
        <Text size="sm" role="status" className={classes.stale ?? ''}>
          {t.stale}
        </Text>
      )}
      <News jobs={page.jobs} />
      {page.jobs.length > 0 ? (
        <JobList jobs={page.jobs} cancel={cancel} />
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
  if (shown.filter !== 'all') {
    return (
      <Empty
        title={t.empty[shown.filter]}
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
