/** From the status of what is read to its label and colour, as `jobs/status` does it for jobs. */
import type { CourseHead, ProgramHead } from '../api/types'

interface Look {
  readonly label: string
  /** A colour of the theme. */
  readonly color: string
}

type Status = CourseHead['status'] | ProgramHead['status']

export const ARTIFACT_STATUS: Readonly<Record<Status, Look>> = {
  generating: { label: 'Being written', color: 'blue' },
  draft: { label: 'Draft', color: 'gray' },
  published: { label: 'Published', color: 'green' },
  ready: { label: 'Ready', color: 'green' },
}
