/** Where what a job makes can be looked at. */
import type { Job } from '../api/types'

/** Address in this page, also while the job is still writing it; null as long as there is nothing. */
export function artifactPath(job: Pick<Job, 'job_id' | 'artifact'>): string | null {
  const { course_id, program_id, outline_id } = job.artifact ?? {}
  if (course_id !== undefined) return `/courses/${encodeURIComponent(course_id)}`
  if (program_id !== undefined) return `/programs/${encodeURIComponent(program_id)}`
  // Outlines are looked at where one chooses among them; they stand in the job's own result.
  if (outline_id !== undefined) return `/new/topic?outlines=${encodeURIComponent(job.job_id)}`
  return null
}
