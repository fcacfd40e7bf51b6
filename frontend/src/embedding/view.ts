import { ApiProblem } from '../api/errors'
import type { JobWithItems } from '../api/types'
import { messageOf } from '../jobs/message'
import { itemKey } from '../progress/feed'
import type { GenerationError, GenerationJob } from './types'

/** A job in the words of the embedding. */
export function view(job: JobWithItems, texts: ReadonlyMap<string, string>): GenerationJob {
  return {
    jobId: job.job_id,
    pipeline: job.pipeline,
    title: job.title,
    status: job.status,
    progress: job.progress,
    message: messageOf(job),
    etaMs: job.eta_ms,
    attempt: job.attempt,
    isFinished: job.is_finished,
    steps: job.steps.map(step => ({
      name: step.name,
      label: step.label,
      status: step.status,
      itemsTotal: step.items_total,
      itemsCompleted: step.items_completed,
    })),
    items: job.items.map(item => ({
      itemId: item.item_id,
      step: item.step,
      label: item.label,
      status: item.status,
      progress: item.progress,
      text: texts.get(itemKey(item)) ?? null,
    })),
    artifact: job.artifact,
    error: job.error && {
      code: job.error.code,
      message: job.error.message,
      step: job.error.step,
      itemId: job.error.item_id,
    },
    costUsd: job.usage.cost_usd,
  }
}

export function refusal(error: Error): GenerationError {
  const code = error instanceof ApiProblem ? error.code : 'unreachable'
  return { code, message: error.message, step: null, itemId: null }
}
