/** useBulk: the same done with several jobs, one after the other. */
import { useState } from 'react'
import { isTransient } from '../api/errors'
import type { Job } from '../api/types'
import { useCancelJob, useRetryJob } from '../jobs/actions'
import { texts } from '../texts'
import { tellDone, tellFailed } from '../components/telling'

const t = texts.queue.bulk

export type BulkAction = 'cancel' | 'retry'

export interface Bulk {
  /** What is being done; null: nothing. */
  readonly busy: BulkAction | null
  readonly run: (action: BulkAction, jobs: readonly Job[]) => Promise<void>
}

/** `forget` is told at the end which jobs it was done with: the others are still to be done. */
export function useBulk(forget: (jobIds: ReadonlySet<string>) => void): Bulk {
  const [busy, setBusy] = useState<BulkAction | null>(null)
  const actions = { cancel: useCancelJob(), retry: useRetryJob() }

  /** A refusal does not keep the others from being done; a service that is away would refuse them all. */
  const run = async (action: BulkAction, jobs: readonly Job[]) => {
    setBusy(action)
    const done = new Set<string>()
    for (const job of jobs) {
      try {
        await actions[action].mutateAsync({ job })
        done.add(job.job_id)
      } catch (error) {
        if (error instanceof Error)
          tellFailed(texts.queue.told.failed(texts.queue.actions[action], job.title), error)
        if (isTransient(error)) break
      }
    }
    setBusy(null)
    if (done.size > 0) tellDone(t.done(t.actions[action], done.size, jobs.length))
    forget(done)
  }
  return { busy, run }
}
