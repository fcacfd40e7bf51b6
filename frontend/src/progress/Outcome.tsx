/** Outcome: what a job that does not run any more, or waits, wants of the person who looks at it. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconBan, IconCircleCheck, IconHandStop } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { JobWithItems } from '../api/types'
import { Details } from '../components/Details'
import { saidOfJob } from '../components/said'
import { needsHigherCap, useContinueJob } from '../jobs/actions'
import { wordsOf } from '../jobs/pipelines'
import { texts } from '../texts'
import type { Destination } from './destination'
import { duration } from './format'
import { Open } from './Open'
import classes from './Progress.module.css'
import { Retry } from './Retry'
import { Refusal } from './Refusal'

const t = texts.progress

interface Ending {
  readonly job: JobWithItems
  readonly to: Destination | null
}

export function Outcome(ending: Ending) {
  switch (ending.job.status) {
    case 'waiting':
      return <Waiting {...ending} />
    case 'completed':
      return <Done {...ending} />
    case 'failed':
      return <Failed {...ending} />
    case 'cancelled':
      return <Cancelled {...ending} />
    default:
      return null
  }
}

function Waiting({ job, to }: Ending) {
  const proceed = useContinueJob()
  return (
    <Panel color="violet" icon={<IconHandStop aria-hidden />} title={t.waiting.title} text={job.message}>
      <Button loading={proceed.isPending} onClick={() => proceed.mutate({ job })}>
        {t.waiting.continue}
      </Button>
      {to && (
        <Open to={to} variant="default">
          {t.waiting.look}
        </Open>
      )}
      <Refusal error={proceed.error} />
    </Panel>
  )
}

function Done({ job, to }: Ending) {
  const from = Date.parse(job.started_at ?? job.created_at)
  const took = duration(Date.parse(job.completed_at ?? '') - from)
  return (
    <Panel color="green" icon={<IconCircleCheck aria-hidden />} title={t.done.title} text={t.done.took(took)}>
      {to && (
        <Open to={to} data-autofocus>
          {wordsOf(job.pipeline).opening}
        </Open>
      )}
    </Panel>
  )
}

function Failed({ job, to }: Ending) {
  const said = job.error && saidOfJob(job.error)
  const isFinal = job.error?.retryable === false && !needsHigherCap(job)
  return (
    <Panel color="red" icon={<IconAlertCircle aria-hidden />} title={failedAt(job)} text={said?.text}>
      <Text size="sm" c="dimmed" w="100%">
        {[isFinal && t.failed.final, said?.todo || (!isFinal && t.failed.kept)].filter(Boolean).join(' ')}
      </Text>
      {said && <Details text={said.details} />}
      <Retry job={job} label={t.failed.retry} />
      {to && (
        <Open to={to} variant="default">
          {t.failed.partial}
        </Open>
      )}
    </Panel>
  )
}

function Cancelled({ job, to }: Ending) {
  return (
    <Panel color="orange" icon={<IconBan aria-hidden />} title={t.cancelled.title} text={t.cancelled.text}>
      <Retry job={job} label={t.cancelled.retry} />
      {to && (
        <Open to={to} variant="default">
          {t.failed.partial}
        </Open>
      )}
    </Panel>
  )
}

/** Which step, and of it which item. */
function failedAt(job: JobWithItems): string {
  const { step, item_id } = job.error ?? { step: null, item_id: null }
  if (step === null) return t.failed.title
  const label = job.steps.find(one => one.name === step)?.label ?? step
  const item = job.items.find(one => one.step === step && one.item_id === item_id)
  return item ? t.failed.atItem(label, item.label) : t.failed.at(label)
}

interface PanelProps {
  color: string
  icon: ReactNode
  title: string
  text: string | undefined
  children: ReactNode
}

function Panel({ color, icon, title, text, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  // Who has read on below sees that it has ended.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <Alert
      ref={panel}
      variant="outline"
      color={color}
      icon={icon}
      title={title}
      role="status"
      className={classes.panel ?? ''}
      classNames={{ title: classes.outcome ?? '' }}
    >
      <Stack gap="sm">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
        <Group gap="sm" align="end">
          {children}
        </Group>
      </Stack>
    </Alert>
  )
}
