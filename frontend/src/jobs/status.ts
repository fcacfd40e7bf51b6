/** From status to label and colour: the one table of it. */
import type { JobStatus, PipelineName, StepStatus } from '../api/types'

interface Look {
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

const PIPELINES: Readonly<Record<PipelineName, string> & Partial<Record<string, string>>> = {
  exam_course: 'Exam course',
  course_outline: 'Outlines',
  project_course: 'Project course',
  training_program: 'Training program',
}

/** Of a pipeline that this page does not know yet, its name as words. */
export function pipelineLabel(pipeline: string): string {
  return PIPELINES[pipeline] ?? pipeline.replaceAll('_', ' ')
}
