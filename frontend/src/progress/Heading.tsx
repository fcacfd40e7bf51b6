/** Heading: which job it is, and how it stands. */
import { Badge, Group, Skeleton, Text } from '@mantine/core'
import type { Job } from '../api/types'
import { JOB_STATUS, pipelineLabel } from '../jobs/status'
import { texts } from '../texts'

export function Title({ job, failed }: { job: Job | undefined; failed: boolean }) {
  if (!job)
    return failed ? texts.progress.title : <Skeleton component="span" h={20} w={220} display="block" />
  return job.title || pipelineLabel(job.pipeline)
}

export function Standing({ job }: { job: Job }) {
  const look = JOB_STATUS[job.status]
  return (
    <Group gap="xs">
      <Badge color={look.color} variant="light">
        {look.label}
      </Badge>
      <Text size="sm" c="dimmed">
        {pipelineLabel(job.pipeline)}
        {job.attempt > 1 && ` · ${texts.progress.attempt(job.attempt)}`}
      </Text>
    </Group>
  )
}
