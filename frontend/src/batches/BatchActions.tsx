/** BatchActions: what is done with a batch as a whole. */
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { errorOf, type Batch } from '../api/batches'
import { csvFile } from '../components/csv'
import { inWords } from '../components/said'
import { save } from '../components/saving'
import { tellDone, tellFailed } from '../components/telling'
import { batches as t } from '../texts/batches'
import { tableOf, unfinishedOf } from './standing'
import { useCancelBatch, useRetryBatch } from './useBatch'

export function BatchActions({ batch }: { batch: Batch }) {
  return (
    <Group gap="sm">
      {batch.counts.failed > 0 && <Retry batch={batch} />}
      {!batch.is_finished && <Cancel batch={batch} />}
      <Button
        size="xs"
        variant="default"
        onClick={() => save(csvFile(`batch-${batch.batch_id}.csv`, tableOf(batch)))}
      >
        {t.csv}
      </Button>
    </Group>
  )
}

function Retry({ batch }: { batch: Batch }) {
  const retry = useRetryBatch(batch.batch_id)
  const act = () =>
    retry.mutate(retryKey(batch), {
      onSuccess: ({ jobs }) => {
        const refused = jobs.flatMap(one => ('problem' in one ? [inWords(errorOf(one.problem))] : []))
        if (refused.length < jobs.length) tellDone(t.retried(jobs.length - refused.length))
        if (refused.length > 0) tellFailed(t.notRetried, { message: [...new Set(refused)].join('\n') })
      },
      onError: error => tellFailed(t.notRetried, error),
    })
  return (
    <Button size="xs" variant="light" loading={retry.isPending} onClick={act}>
      {t.retry(batch.counts.failed)}
    </Button>
  )
}

/** The failed attempts that it is about: short, however many they are. */
export function retryKey(batch: Pick<Batch, 'batch_id' | 'jobs'>): string {
  const failed = batch.jobs.filter(job => job.status === 'failed').map(job => `${job.job_id} ${job.attempt}`)
  let hash = 0
  for (const letter of failed.join()) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return `retry-${batch.batch_id}-${failed.length}-${hash.toString(16)}`
}

function Cancel({ batch }: { batch: Batch }) {
  const [isAsked, setAsked] = useState(false)
  const cancel = useCancelBatch(batch.batch_id)
  const act = () =>
    cancel.mutate(undefined, {
      onSuccess: () => tellDone(t.cancelled),
      onError: error => tellFailed(t.notCancelled, error),
      onSettled: () => setAsked(false),
    })
  if (!isAsked) {
    return (
      <Button size="xs" variant="light" color="red" onClick={() => setAsked(true)}>
        {t.cancel}
      </Button>
    )
  }
  return (
    <Group gap="xs">
      <Text size="sm" role="alert">
        {t.cancelSure(unfinishedOf(batch))}
      </Text>
      <Button size="xs" color="red" loading={cancel.isPending} onClick={act}>
        {t.cancelYes}
      </Button>
      <Button
        size="xs"
        variant="default"
        autoFocus
        disabled={cancel.isPending}
        onClick={() => setAsked(false)}
      >
        {t.cancelNo}
      </Button>
    </Group>
  )
}
