/** From the status of what is read to its label and colour; while it is generated, that of its job. */
import type { CourseHead, ProgramHead } from '../api/types'
import { JOB_STATUS, type Look } from '../jobs/status'

export type ArtifactStatus = CourseHead['status'] | ProgramHead['status']

export const ARTIFACT_STATUS: Readonly<Record<ArtifactStatus, Look>> = {
  generating: JOB_STATUS.running,
  draft: { label: 'Draft', color: 'gray' },
  published: { label: 'Published', color: 'green' },
  ready: { label: 'Ready', color: 'green' },
}
