/** What rows and cards of a job have in common. */
import { ActionIcon, Anchor, Badge, Box, Button, Checkbox, Group, Progress, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import type { Job } from '../api/types'
import { saidOfJob } from '../components/said'
import { messageOf } from '../jobs/message'
import { wordsOf } from '../jobs/pipelines'
import { JOB_STATUS } from '../jobs/status'
import { useNow } from '../progress/useNow'
import { useIsOwn } from '../session/own'
import { texts } from '../texts'
import { counted, duration, elapsed, exactly, moment, used } from './amounts'
import { linkId } from './focus'
import classes from './Queue.module.css'

const t = texts.queue

export interface JobListProps {
  /** For screen readers. */
  name: string
  jobs: readonly Job[]
  /** Ids of the jobs that something is to be done with together. */
  chosen: ReadonlySet<string>
  choose: (jobId: string, isChosen: boolean) => void
  /** Asks whether that job is to be cancelled. */
  cancel: (job: Job) => void
}

export interface WithLogs extends JobListProps {
  /** Ids of the jobs whose log is shown. */
  open: ReadonlySet<string>
  toggle: (jobId: string) => void
}

/** What a row or a card shows. */
export interface OneJob {
  job: Job
  cancel: (job: Job) => void
  isOpen: boolean
  toggle: (jobId: string) => void
  isChosen: boolean
  choose: (jobId: string, isChosen: boolean) => void
}

export function Chooser({ job, isChosen, choose }: Pick<OneJob, 'job' | 'isChosen' | 'choose'>) {
  // What is done with several is done with one's own.
  if (!useIsOwn(job)) return null
  return (
    <Checkbox
      size="xs"
      aria-label={t.bulk.choose(job.title)}
      checked={isChosen}
      onChange={event => choose(job.job_id, event.currentTarget.checked)}
    />
  )
}

export function StatusBadge({ job }: { job: Job }) {
  const { label, color } = JOB_STATUS[job.status]
  return (
    <Badge variant="light" color={color} className={classes.badge ?? ''} data-color={color}>
      {label}
    </Badge>
  )
}

export function Pipeline({ job, size = 'sm' }: { job: Job; size?: 'xs' | 'sm' }) {
  return (
    <Text size={size}>
      {wordsOf(job.pipeline).label}
      {job.attempt > 1 && (
        <Text span size="xs" display="block" className={classes.note ?? ''}>
          {t.attempt(job.attempt)}
        </Text>
      )}
    </Text>
  )
}

/** The title leads to the job's progress: a link, so that it can be opened elsewhere too. */
export function JobTitle({ job, lines = 1 }: { job: Job; lines?: number }) {
  const { search, state } = useLocation() as { search: string; state: unknown }
  const address = new URLSearchParams(search)
  address.set('job', job.job_id)
  return (
    <Anchor
      component={Link}
      to={{ search: `?${address}` }}
      state={state}
      id={linkId(job.job_id)}
      className={classes.title ?? ''}
      lineClamp={lines}
      title={job.title}
    >
      {job.title}
    </Anchor>
  )
}

/** What happens, what came of it, what went wrong: always one line, so that nothing jumps. */
export function JobNote({ job, lines = 1 }: { job: Job; lines?: number }) {
  // That a cancelled job was cancelled says its status.
  const failed = job.error && saidOfJob(job.error).text
  const note = failed ?? (job.status === 'cancelled' ? used(job.usage) : messageOf(job))
  return (
    <Text
      size="xs"
      className={classes.note ?? ''}
      data-failed={job.error !== null || undefined}
      lineClamp={lines}
      title={note}
    >
      {note || '\u00a0'}
    </Text>
  )
}

export function JobProgress({ job }: { job: Job }) {
  const { color } = JOB_STATUS[job.status]
  return (
    <Box>
      <Progress.Root size={6}>
        <Progress.Section
          value={job.progress}
          color={job.status === 'running' ? '' : color}
          aria-label={t.progressOf(job.title)}
        />
      </Progress.Root>
      <Group justify="space-between" gap={4} mt={4} wrap="nowrap">
        <Text size="xs" className={classes.note ?? ''}>
          {counted(job) ?? '\u00a0'}
        </Text>
        <Text size="xs" className={classes.note ?? ''}>
          {t.percent(job.progress)}
        </Text>
      </Group>
    </Box>
  )
}

export function Started({ job }: { job: Job }) {
  // At midnight "11:30" becomes "22 Nov, 11:30".
  const now = useNow(60_000, job.started_at !== null)
  if (job.started_at === null) {
    return (
      <Text span size="sm" className={classes.note ?? ''}>
        {job.is_finished ? t.never : t.notStarted}
      </Text>
    )
  }
  return (
    <Text
      component="time"
      size="sm"
      dateTime={job.started_at}
      title={exactly(job.started_at)}
      className={classes.figures ?? ''}
    >
      {moment(job.started_at, now)}
    </Text>
  )
}

export function Duration({ job }: { job: Job }) {
  const now = useNow(1000, job.started_at !== null && !job.is_finished)
  const ms = elapsed(job, now)
  return (
    <Text span size="sm" className={classes.figures ?? ''}>
      {ms === null ? '–' : duration(ms)}
    </Text>
  )
}

interface LogToggleProps {
  job: Job
  isOpen: boolean
  toggle: (jobId: string) => void
  /** Says what it is; in a table the column does. */
  isNamed?: boolean
}

export function logId(job: Job): string {
  return `log-${job.job_id}`
}

export function LogToggle({ job, isOpen, toggle, isNamed = false }: LogToggleProps) {
  const chevron = (
    <IconChevronRight size={16} aria-hidden className={classes.chevron} data-open={isOpen || undefined} />
  )
  const control = {
    variant: 'subtle',
    color: 'gray',
    'aria-label': t.log.show(job.title),
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? logId(job) : undefined,
    onClick: () => toggle(job.job_id),
  }
  if (!isNamed) {
    return (
      <ActionIcon {...control} title={t.log.button}>
        {chevron}
      </ActionIcon>
    )
  }
  return (
    <Button {...control} size="compact-sm" fz="xs" px={4} leftSection={chevron}>
      {t.log.button}
    </Button>
  )
}
