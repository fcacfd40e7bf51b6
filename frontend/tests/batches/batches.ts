/** Batches as the API shows them, for tests. */
import { placed, type BatchCounts } from '../../src/api/batches'
import type { Job } from '../../src/api/types'

export const NONE: BatchCounts = {
  pending: 0,
  running: 0,
  waiting: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  refused: 0,
  gone: 0,
}

export function refusal(detail: string, code = 'too-many-jobs') {
  return {
    problem: { type: 'about:blank', title: 'Refused', status: 429, code, detail, instance: '/v1/jobs' },
  }
}

export function batchView(
  jobs: readonly (Job | ReturnType<typeof refusal>)[],
  counts: Partial<BatchCounts>,
  is_finished = true,
) {
  return {
    batch_id: 'b1',
    name: 'Spring',
    jobs_total: jobs.length,
    created_at: '2026-11-22T09:30:00Z',
    counts: { ...NONE, ...counts },
    is_finished,
    jobs: [...jobs],
    next_cursor: null,
  }
}

export const batch = (...of: Parameters<typeof batchView>) => placed(batchView(...of))
