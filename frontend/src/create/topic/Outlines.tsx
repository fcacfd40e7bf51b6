/** Outlines: a course_outline while it is written, and what came of it. */
import { Button, Group, Progress, Skeleton, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { JobWithItems } from '../../api/types'
import { messageOf } from '../../jobs/message'
import { Empty, Failure } from '../../components/states'
import { canRetry, useRetryJob } from '../../jobs/actions'
import { useJob } from '../../jobs/useJob'
import { useProgressDialog } from '../../progress/useProgressDialog'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { Refusal } from '../Refusal'
import { outlinesIn } from './editing'
import { Workbench } from './Workbench'

const t = texts.create.topic

export function Outlines({ jobId, isApproved }: { jobId: string; isApproved: boolean }) {
  const query = useJob(jobId)
  if (query.isPending) return <Waiting />
  // An interruption in the middle is shown by the page's own sign of it; what is known stays.
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} />
  const job = query.data.data
  if (job.pipeline !== 'course_outline') return <NotOutlines />
  if (!job.is_finished) return <Writing job={job} />
  if (job.status !== 'completed') return <Unmade job={job} />
  const outlines = outlinesIn(job.result)
  if (!outlines) return <NotOutlines />
  return <Workbench jobId={jobId} outlines={outlines} isApproved={isApproved} />
}

function Waiting() {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {[1, 2, 3].map(n => (
        <Skeleton key={n} height={220} radius="lg" />
      ))}
    </SimpleGrid>
  )
}

function Writing({ job }: { job: JobWithItems }) {
  const dialog = useProgressDialog()
  return (
    <Stack gap="lg">
      <Stack gap="sm" className={classes.card ?? ''}>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t.writing}
          </Title>
          <Button variant="default" size="xs" onClick={() => dialog.open(job.job_id)}>
            {t.details}
          </Button>
        </Group>
        <Progress value={job.progress} aria-label={t.writing} transitionDuration={400} size="lg" />
        <Text size="sm" c="dimmed" aria-live="polite">
          {messageOf(job)}
        </Text>
      </Stack>
      <Waiting />
    </Stack>
  )
}

function Unmade({ job }: { job: JobWithItems }) {
  const retry = useRetryJob()
  const isCancelled = job.status === 'cancelled'
  return (
    <Stack gap="md" className={classes.card ?? ''} role="alert">
      <Title order={2} size="h4">
        {isCancelled ? t.cancelled : t.failed}
      </Title>
      <Text>{isCancelled ? t.cancelledText : (job.error?.message ?? job.message)}</Text>
      <Refusal error={retry.error} />
      <Group>
        {canRetry(job) && (
          <Button onClick={() => retry.mutate({ job })} loading={retry.isPending}>
            {isCancelled ? t.goOn : texts.common.tryAgain}
          </Button>
        )}
        <Button variant="default" component={Link} to="/new/topic">
          {t.anew}
        </Button>
      </Group>
    </Stack>
  )
}

function NotOutlines() {
  return (
    <Empty
      title={t.notOutlines}
      text={t.notOutlinesText}
      action={
        <Button variant="default" component={Link} to="/new/topic">
          {t.anew}
        </Button>
      }
    />
  )
}
