/** BatchPage: how far a batch is as a whole, and its jobs. */
import { Alert, Container, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import { useParams } from 'react-router'
import type { Batch } from '../api/batches'
import { isGone, type ApiProblem } from '../api/errors'
import type { Job } from '../api/types'
import { PageTitle } from '../components/PageTitle'
import { inWords } from '../components/said'
import { Failure } from '../components/states'
import { WayOut } from '../components/WayOut'
import { CancelDialog } from '../queue/CancelDialog'
import { ManyJobs } from '../queue/ManyJobs'
import { exactly } from '../queue/amounts'
import { texts } from '../texts'
import { batches as t } from '../texts/batches'
import { BatchActions } from './BatchActions'
import { Standing } from './Standing'
import { useBatch } from './useBatch'

export default function BatchPage() {
  const { batchId = '' } = useParams()
  const query = useBatch(batchId)
  const trouble = query.failureReason ?? query.error
  const batch = query.data?.data
  const isLost = isGone(query.error)
  return (
    <Container size="xl" px={0}>
      <PageTitle of={batch ? nameOf(batch) : t.title} />
      {batch && !isLost && <Whole batch={batch} isStale={trouble !== null} />}
      {trouble && (isLost || !batch) && (
        <Failure
          error={trouble}
          retry={isLost ? undefined : () => void query.refetch()}
          wayOut={<WayOut to="/batches">{t.all}</WayOut>}
        />
      )}
      {!batch && !trouble && (
        <Skeleton height={320} radius="md" role="status" aria-label={texts.common.loading} />
      )}
    </Container>
  )
}

function nameOf({ name, jobs_total }: Pick<Batch, 'name' | 'jobs_total'>): string {
  return name ?? t.unnamed(jobs_total)
}

function Whole({ batch, isStale }: { batch: Batch; isStale: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [cancelling, setCancelling] = useState<Job | null>(null)
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="start" gap="sm">
        <div>
          <Title order={1} ref={heading} tabIndex={-1} dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {nameOf(batch)}
          </Title>
          <Text size="sm" c="dimmed">
            {t.summary(batch.jobs_total, exactly(batch.created_at))}
          </Text>
        </div>
        <WayOut to="/batches">{t.all}</WayOut>
      </Group>
      {isStale && (
        <Alert color="yellow" role="status">
          {t.stale}
        </Alert>
      )}
      <Standing batch={batch} />
      <BatchActions batch={batch} />
      <Refused refused={batch.refused} />
      {batch.jobs.length > 0 && (
        <Stack component="section" gap="sm" aria-label={t.jobs.title}>
          <Title order={2} size="h4">
            {t.jobs.title}
          </Title>
          <ManyJobs name={t.jobs.name} jobs={batch.jobs} cancel={setCancelling} />
        </Stack>
      )}
      <CancelDialog job={cancelling} onClose={() => setCancelling(null)} orFocus={heading} />
    </Stack>
  )
}

function Refused({ refused }: Pick<Batch, 'refused'>) {
  if (refused.length === 0) return null
  return (
    <Alert color="yellow" title={t.refused.title}>
      <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
        {refused.map(({ place, error }) => (
          <li key={place}>
            {t.refused.place(place)}: {reasonOf(error)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** With what is wrong in it, where that is known. */
function reasonOf(error: ApiProblem): string {
  const faults = error.faults.map(
    ({ pointer, message }) => `${pointer.replace(/^\/jobs\/\d+/, '')} ${message}`,
  )
  return [inWords(error), ...faults].join(' ')
}
