/** Heading: which job it is, and how it stands. */
import { Badge, Group, Skeleton, Text } from '@mantine/core'
import type { Job } from '../api/types'
import { wordsOf } from '../jobs/pipelines'
import { JOB_STATUS } from '../jobs/status'
import { texts } from '../texts'

export function Title({ job, failed }: { job: Job | undefined; failed: boolean }) {
  if (!job)
    return failed ? texts.progress.title : <Skeleton component="span" h={20} w={220} display="block" />
  return job.title || wordsOf(job.pipeline).label
}

export function Standing({ job }: { job: Job }) {
  const look = JOB_STATUS[job.status]
  return (
    <Group gap="xs">
      <Badge color={look.color} variant="light">
        {look.label}
      </Badge>
      <Text size="sm" c="dimmed">
        {wordsOf(job.pipeline).label}
        {job.attempt > 1 && ` · ${texts.progress.attempt(job.attempt)}`}
      </Text>
    </Group>
  )
}
