/** From status to label and colour: the one table of it. */
import type { JobStatus, StepStatus } from '../api/types'

export interface Look {
  readonly label: string
  /** A colour of the theme. */
  readonly color: string
}

export const JOB_STATUS: Readonly<Record<JobStatus, Look>> = {
  pending: { label: 'Queued', color: 'gray' },
  running: { label: 'In progress', color: 'blue' },
  waiting: { label: 'Waiting for you', color: 'violet' },
  completed: { label: 'Completed', color: 'green' },
  failed: { label: 'Failed', color: 'red' },
  cancelled: { label: 'Cancelled', color: 'orange' },
}

export const STEP_STATUS: Readonly<Record<StepStatus, Look>> = {
  pending: { label: 'Pending', color: 'gray' },
  running: { label: 'In progress', color: 'blue' },
  completed: { label: 'Done', color: 'green' },
  failed: { label: 'Failed', color: 'red' },
  cancelled: { label: 'Cancelled', color: 'orange' },
  skipped: { label: 'Skipped', color: 'gray' },
}
