/** Bulk: totals of what is shown, and what one does with several jobs together. */
import { Button, Group, Text } from '@mantine/core'
import { useState, type Dispatch, type SetStateAction } from 'react'
import type { Job } from '../api/types'
import { canCancel, canRetry, needsHigherCap } from '../jobs/actions'
import { JOB_STATUS } from '../jobs/status'
import { useOwns } from '../session/own'
import { texts } from '../texts'
import { useBulk, type Bulk as Running } from './useBulk'

const t = texts.queue.bulk

interface BulkProps {
  readonly jobs: readonly Job[]
  readonly chosen: ReadonlySet<string>
  readonly setChosen: Dispatch<SetStateAction<ReadonlySet<string>>>
}

/** Which of them can be cancelled, and which go on by a retry alone. */
export function doable(jobs: readonly Job[]): { toCancel: readonly Job[]; toRetry: readonly Job[] } {
  return {
    toCancel: jobs.filter(canCancel),
    toRetry: jobs.filter(job => canRetry(job) && !needsHigherCap(job)),
  }
}

/** "3 jobs here · 1 In progress · 2 Completed", in the order of a job's life. */
export function totals(jobs: readonly Job[]): string {
  const parts = Object.entries(JOB_STATUS).flatMap(([status, { label }]) => {
    const count = jobs.filter(job => job.status === status).length
    return count > 0 ? [`${count} ${label.toLowerCase()}`] : []
  })
  return texts.queue.totals(jobs.length, parts)
}

export function Bulk({ jobs, chosen, setChosen }: BulkProps) {
  const own = jobs.filter(useOwns())
  const these = own.filter(job => chosen.has(job.job_id))
  const bulk = useBulk(done => setChosen(before => new Set([...before].filter(jobId => !done.has(jobId)))))
  return (
    <Group justify="space-between" gap="xs" mih={30}>
      <Text size="sm" c="dimmed">
        {totals(jobs)}
      </Text>
      <Group gap="xs" role="group" aria-label={t.label}>
        {these.length > 0 && <Actions jobs={these} bulk={bulk} />}
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={bulk.busy !== null || own.length === 0}
          onClick={() => setChosen(new Set(these.length > 0 ? [] : own.map(job => job.job_id)))}
        >
          {these.length > 0 ? t.none : t.all}
        </Button>
      </Group>
    </Group>
  )
}

function Actions({ jobs, bulk: { busy, run } }: { jobs: readonly Job[]; bulk: Running }) {
  const [isAsked, setAsked] = useState(false)
  const { toCancel, toRetry } = doable(jobs)
  const isBusy = busy !== null

  if (isAsked) {
    return (
      <>
        <Text size="sm" role="alert">
          {t.sure(toCancel.length)}
        </Text>
        <Button
          size="compact-xs"
          color="red"
          loading={isBusy}
          onClick={() => void run('cancel', toCancel).finally(() => setAsked(false))}
        >
          {t.yes}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          autoFocus
          disabled={isBusy}
          onClick={() => setAsked(false)}
        >
          {t.no}
        </Button>
      </>
    )
  }
  return (
    <>
      <Text size="sm" role="status">
        {t.chosen(jobs.length)}
      </Text>
      {toCancel.length > 0 && (
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          disabled={isBusy}
          onClick={() => setAsked(true)}
        >
          {t.cancel(toCancel.length)}
        </Button>
      )}
      {toRetry.length > 0 && (
        <Button size="compact-xs" variant="light" loading={isBusy} onClick={() => void run('retry', toRetry)}>
          {t.retry(toRetry.length)}
        </Button>
      )}
    </>
  )
}
