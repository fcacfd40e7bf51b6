/** useBulk: the same done with several jobs, one after the other. */
import { useState } from 'react'
import { ApiProblem, Unreachable } from '../api/errors'
import type { Job } from '../api/types'
import { saidOf } from '../components/said'
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

  /** A refusal does not keep the others from being done, unless it says that they would be refused too. */
  const run = async (action: BulkAction, jobs: readonly Job[]) => {
    setBusy(action)
    const done = new Set<string>()
    const refused: Refused[] = []
    for (const job of jobs) {
      try {
        await actions[action].mutateAsync({ job })
        done.add(job.job_id)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        refused.push({ title: job.title, message: saidOf(error).text })
        if (concernsAll(error)) break
      }
    }
    setBusy(null)
    if (refused.length > 0) {
      tellFailed(texts.queue.told.failed(texts.queue.actions[action], nameOf(refused)), toldOf(refused))
    }
    if (done.size > 0) tellDone(t.done(t.actions[action], done.size, jobs.length))
    forget(done)
  }
  return { busy, run }
}

interface Refused {
  readonly title: string
  readonly message: string
}

/** Codes of refusals that hold for whatever one asks for next. */
const FOR_ALL = ['too-many-jobs', 'spend-limit-reached']

function concernsAll(error: Error): boolean {
  if (error instanceof Unreachable) return true
  return error instanceof ApiProblem && (error.isThrottled || FOR_ALL.includes(error.code))
}

/** Titles that are named with one reason. */
const MOST_NAMED = 3

function nameOf(refused: readonly Refused[]): string {
  const [first] = refused
  return first && refused.length === 1 ? first.title : t.several(refused.length)
}

/** Each reason once, on a line of its own, with the jobs that it was given for. */
function toldOf(refused: readonly Refused[]): { message: string } {
  if (refused.length === 1) return { message: refused[0]?.message ?? '' }
  const reasons = [...new Set(refused.map(one => one.message))]
  const lines = reasons.map(reason => {
    const titles = refused.filter(one => one.message === reason).map(one => one.title)
    const named = titles.slice(0, MOST_NAMED)
    return t.refused(named.join(', '), titles.length - named.length, reason)
  })
  return { message: lines.join('\n') }
}
