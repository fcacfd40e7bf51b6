/** Jobs as the API shows them, for tests. */
import type { Job, LogEntry, Step } from '../../src/api/types'

export function step(name: string, members: Partial<Step> = {}): Step {
  return {
    name,
    label: name,
    status: 'pending',
    items_total: null,
    items_completed: null,
    started_at: null,
    completed_at: null,
    duration_ms: null,
    ...members,
  }
}

export function job(members: Partial<Job> = {}): Job {
  return {
    job_id: 'job_1',
    owner: 'ada',
    pipeline: 'project_course',
    title: 'Beekeeping',
    status: 'running',
    progress: 40,
    message: 'Generating lessons',
    queue: null,
    waiting_for: null,
    waits_until: null,
    current_step: 'generate_lessons',
    current_item: null,
    steps: [],
    is_finished: false,
    can_resume: false,
    attempt: 1,
    error: null,
    estimated_duration_ms: 60_000,
    eta_ms: null,
    usage: {
      model_calls: 0,
      input_tokens: 0,
      output_tokens: 0,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: null,
      aborted_calls: 0,
      uncertain_cost_usd: 0,
      reused_calls: 0,
    },
    artifact: null,
    result: null,
    options: {
      auto_publish: false,
      mode: 'auto',
      priority: 'normal',
      max_cost_usd: null,
      fresh: false,
      check: 'on',
    },
    last_event_id: 3,
    created_at: '2026-11-22T09:30:00Z',
    started_at: '2026-11-22T09:30:01Z',
    completed_at: null,
    expires_at: null,
    ...members,
  }
}

export function cancelled(members: Partial<Job> = {}): Job {
  return job({ status: 'cancelled', is_finished: true, can_resume: true, ...members })
}

export function entry(log_id: number, members: Partial<LogEntry> = {}): LogEntry {
  return {
    log_id,
    timestamp: '2026-11-22T09:30:01Z',
    level: 'info',
    message: `Entry ${log_id}`,
    details: {},
    ...members,
  }
}
