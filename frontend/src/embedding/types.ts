/** What the embedding tells its host page. Of its own, so that a host needs no types but these. */

export interface GenerationError {
  /** As in the HTTP API: `budget-exceeded`, `job-not-found`, ... */
  readonly code: string
  readonly message: string
  /** Name of the step, and in it the id of the item, that failed. */
  readonly step: string | null
  readonly itemId: string | null
}

export type GenerationStatus = 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'

export interface GenerationStep {
  readonly name: string
  readonly label: string
  readonly status: 'pending' | 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped'
  readonly itemsTotal: number | null
  readonly itemsCompleted: number | null
}

export interface GenerationItem {
  readonly itemId: string
  /** Name of its step. */
  readonly step: string
  readonly label: string
  readonly status: GenerationStep['status']
  /** 0 to 100. */
  readonly progress: number
  /** What is written of it, while it is being written and as far as it was seen; Markdown. */
  readonly text: string | null
}

export interface GenerationJob {
  readonly jobId: string
  readonly pipeline: string
  readonly title: string
  readonly status: GenerationStatus
  /** 0 to 100; never falls within an attempt. */
  readonly progress: number
  readonly message: string
  /** ms that it will take by the server's estimate; null while unknown, and at the end. */
  readonly etaMs: number | null
  readonly attempt: number
  readonly isFinished: boolean
  readonly steps: readonly GenerationStep[]
  readonly items: readonly GenerationItem[]
  /** Ids of what is being written, such as `{course_id}`: it can be read already. */
  readonly artifact: Readonly<Record<string, string>> | null
  readonly error: GenerationError | null
  /** null where a price is not known. */
  readonly costUsd: number | null
}

export interface GenerationCallbacks {
  /** Each is told once for each attempt, also of a job that had ended before it was looked at. */
  readonly onComplete?: (job: GenerationJob) => void
  /** It failed; or it cannot be followed (no such job, not allowed), then without a job. */
  readonly onError?: (error: GenerationError, job: GenerationJob | null) => void
  readonly onCancelled?: (job: GenerationJob) => void
}

export interface GenerationProgress {
  /** null until the first answer. */
  readonly job: GenerationJob | null
  readonly connection: 'live' | 'reconnecting' | 'offline'
  /** Why it cannot be followed. */
  readonly error: GenerationError | null
  readonly cancel: () => Promise<void>
  /** After a failure or a cancel it goes on where it stopped; with more to spend, if wanted. */
  readonly retry: (options?: { maxCostUsd?: number }) => Promise<void>
  /** A job that waits for a person goes on. */
  readonly proceed: () => Promise<void>
}
