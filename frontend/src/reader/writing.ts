/** Writing: how far what one reads is from being finished. The same word stands in every view. */
import { isGone } from '../api/errors'
import type { Job } from '../api/types'
import { JOB_STATUS, type Look } from '../jobs/status'
import { useJob } from '../jobs/useJob'
import { texts } from '../texts'
import { ARTIFACT_STATUS, type ArtifactStatus } from './status'

export interface Writing {
  readonly look: Look
  /** Whether more of it comes without anybody's doing. */
  readonly isGoingOn: boolean
  /** Whether its author may change a lesson: it is finished, or its job waits for a person. */
  readonly isOpen: boolean
}

/** `job`: which writes it, undefined while it is not known; `isGone`: it is not kept any more. */
export function writingOf(
  status: ArtifactStatus,
  job: Pick<Job, 'status'> | undefined,
  isGone: boolean,
): Writing {
  if (status !== 'generating') return { look: ARTIFACT_STATUS[status], isGoingOn: false, isOpen: true }
  const isOpen = job?.status === 'waiting'
  if (isGone) {
    return { look: { label: texts.reader.library.unfinished, color: 'gray' }, isGoingOn: false, isOpen }
  }
  // The job may be read as completed a moment before what it made can be.
  if (!job || job.status === 'completed') return { look: JOB_STATUS.running, isGoingOn: true, isOpen }
  return {
    look: JOB_STATUS[job.status],
    isGoingOn: job.status === 'pending' || job.status === 'running',
    isOpen,
  }
}

/** Asks for the job only of what is not finished. */
export function useWriting(status: ArtifactStatus, jobId: string): Writing {
  const { data, error } = useJob(jobId, status === 'generating')
  return writingOf(status, data?.data, isGone(error))
}
