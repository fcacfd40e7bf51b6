/** RevisionJob: the job that writes a proposal; at its end the proposal is shown. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { versionsKey } from '../editor/keys'
import { JOBS } from '../jobs/keys'
import { Progress } from '../progress/Progress'
import { useWatchedJob } from '../progress/useWatchedJob'
import { revision } from '../texts/revision'
import { proposedBy } from './proposed'
import type { Revised } from './revised'

interface Props {
  readonly of: Revised
  readonly jobId: string
  readonly look: (version: string) => void
}

export function RevisionJob({ of, jobId, look }: Props) {
  const watched = useWatchedJob(jobId)
  const queries = useQueryClient()
  const version = proposedBy(watched.job, of)
  const done = useEffectEvent((version: string) => {
    for (const queryKey of [versionsKey(of), JOBS]) void queries.invalidateQueries({ queryKey })
    look(version)
  })
  useEffect(() => {
    if (version !== null) done(version)
  }, [version])
  return <Progress watched={watched} destination={nowhere} note={revision.job.goesOn} />
}

const nowhere = () => null
