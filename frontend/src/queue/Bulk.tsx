/** Bulk: totals of what is shown, and what one does with several jobs together. */
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { Job } from '../api/types'
import { canCancel, canRetry, needsHigherCap, useCancelJob, useRetryJob } from '../jobs/actions'
import { JOB_STATUS } from '../jobs/status'
import { texts } from '../texts'
import { tellDone, tellFailed } from './telling'

const t = texts.queue.bulk

interface BulkProps {
  readonly jobs: readonly Job[]
  readonly chosen: ReadonlySet<string>
  readonly setChosen: (chosen: ReadonlySet<string>) => void
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
  const these = jobs.filter(job => chosen.has(job.job_id))
  return (
    <Group justify="space-between" gap="xs" mih={30}>
      <Text size="sm" c="dimmed">
        {totals(jobs)}
      </Text>
      <Group gap="xs" role="group" aria-label={t.label}>
        {these.length > 0 && <Actions jobs={these} done={() => setChosen(new Set())} />}
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => setChosen(new Set(these.length > 0 ? [] : jobs.map(job => job.job_id)))}
        >
          {these.length > 0 ? t.none : t.all}
        </Button>
      </Group>
    </Group>
  )
}

function Actions({ jobs, done }: { jobs: readonly Job[]; done: () => void }) {
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const cancel = useCancelJob()
  const retry = useRetryJob()
  const { toCancel, toRetry } = doable(jobs)

  /** One after the other: what is refused is told, and does not keep the others from being done. */
  async function each(action: 'cancel' | 'retry', of: readonly Job[]) {
    setBusy(true)
    let count = 0
    for (const job of of) {
      try {
        await (action === 'cancel' ? cancel : retry).mutateAsync({ job })
        count += 1
      } catch (error) {
        if (error instanceof Error) tellFailed(texts.queue.actions[action], job, error)
      }
    }
    setBusy(false)
    setAsked(false)
    if (count > 0) tellDone(t.done(t.actions[action], count, of.length))
    done()
  }

  if (isAsked) {
    return (
      <>
        <Text size="sm" role="alert">
          {t.sure(toCancel.length)}
        </Text>
        <Button size="compact-xs" color="red" loading={isBusy} onClick={() => void each('cancel', toCancel)}>
          {t.yes}
        </Button>
        <Button size="compact-xs" variant="default" autoFocus onClick={() => setAsked(false)}>
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
        <Button size="compact-xs" variant="light" color="red" onClick={() => setAsked(true)}>
          {t.cancel(toCancel.length)}
        </Button>
      )}
      {toRetry.length > 0 && (
        <Button
          size="compact-xs"
          variant="light"
          loading={isBusy}
          onClick={() => void each('retry', toRetry)}
        >
          {t.retry(toRetry.length)}
        </Button>
      )}
    </>
  )
}
