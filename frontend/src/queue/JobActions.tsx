/** JobActions: what one can do with a job, the likeliest first. */
import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Job } from '../api/types'
import {
  canCancel,
  canContinue,
  canRetry,
  needsHigherCap,
  useContinueJob,
  useRetryJob,
} from '../jobs/actions'
import { artifactPath } from '../jobs/artifact'
import { wordsOf } from '../jobs/pipelines'
import { useDelete } from '../owned/useDelete'
import { useProgressDialog } from '../progress/useProgressDialog'
import { useIsOwn } from '../session/own'
import { texts } from '../texts'
import { focusJob } from './focus'
import { tellDone, tellFailed } from '../components/telling'
import classes from './Queue.module.css'

const t = texts.queue

interface JobActionsProps {
  job: Job
  cancel: (job: Job) => void
}

export function JobActions(props: JobActionsProps) {
  if (useIsOwn(props.job)) return <OwnActions {...props} />
  return (
    <Text size="xs" ta="end" className={classes.note ?? ''} dir="auto">
      {t.by(props.job.owner)}
    </Text>
  )
}

function OwnActions({ job, cancel }: JobActionsProps) {
  return (
    <Group gap={4} ml="auto" justify="end" wrap="nowrap">
      <GoOn job={job} />
      <Open job={job} />
      {job.is_finished && <Delete job={job} />}
      {canCancel(job) && (
        <Button
          size="compact-sm"
          fz="xs"
          variant="subtle"
          color="red"
          aria-label={t.actions.of(t.actions.cancel, job.title)}
          onClick={() => cancel(job)}
        >
          {t.actions.cancel}
        </Button>
      )}
    </Group>
  )
}

/** Of the job alone: what it made stays. */
function Delete({ job }: { job: Job }) {
  const removal = useDelete()
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={texts.owned.removeNamed(job.title)}
      loading={removal.isPending}
      onClick={() => removal.mutate({ kind: 'job', id: job.job_id, title: job.title })}
    >
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  )
}

/** Continue or retry, whichever the job takes. */
function GoOn({ job }: { job: Job }) {
  const retry = useRetryJob()
  const proceed = useContinueJob()
  const dialog = useProgressDialog()
  if (canRetry(job) && needsHigherCap(job)) {
    // The dialog asks for the cap.
    return <Act label={t.actions.raise} job={job} onClick={() => dialog.open(job.job_id)} />
  }
  const isRetry = canRetry(job)
  if (!isRetry && !canContinue(job)) return null
  const label = isRetry ? t.actions.retry : t.actions.continue
  const action = isRetry ? retry : proceed
  const act = () =>
    action.mutate(
      { job },
      {
        onSuccess: () => {
          tellDone(t.told.queued(job.title))
          focusJob(job.job_id)
        },
        onError: error => tellFailed(t.told.failed(label, job.title), error),
      },
    )
  return <Act label={label} job={job} onClick={act} isPending={action.isPending} />
}

function Act({
  label,
  job,
  onClick,
  isPending = false,
}: {
  label: string
  job: Job
  onClick: () => void
  isPending?: boolean
}) {
  return (
    <Button
      size="compact-sm"
      fz="xs"
      variant="light"
      aria-label={t.actions.of(label, job.title)}
      loading={isPending}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}

/** Also while it is being written, and what there is of it when that has failed. */
function Open({ job }: { job: Job }) {
  const path = artifactPath(job)
  const words = wordsOf(job.pipeline)
  if (path === null || (!words.isEarly && job.status !== 'completed')) return null
  const label = job.status === 'completed' ? words.opening : t.actions.open
  return (
    <Button
      component={Link}
      to={path}
      size="compact-sm"
      fz="xs"
      variant={job.status === 'completed' ? 'default' : 'subtle'}
      aria-label={t.actions.of(label, job.title)}
    >
      {label}
    </Button>
  )
}
