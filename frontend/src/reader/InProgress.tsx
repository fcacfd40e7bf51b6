/** InProgress: an entry of the library that its job is still writing, or has left unfinished. */
import { Group, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { isGone } from '../api/errors'
import { COURSES, PROGRAMS } from '../jobs/keys'
import { useJob } from '../jobs/useJob'
import { texts } from '../texts'
import { StatusBadge } from './Facts'
import { writingOf } from './writing'

export function InProgress({ jobId, children }: { jobId: string; children: ReactNode }) {
  const queries = useQueryClient()
  const { data, error } = useJob(jobId)
  const job = data?.data
  const isCompleted = job?.status === 'completed'
  useEffect(() => {
    if (!isCompleted) return
    void queries.invalidateQueries({ queryKey: COURSES })
    void queries.invalidateQueries({ queryKey: PROGRAMS })
  }, [isCompleted, queries])
  return (
    <>
      <Group gap="xs" component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        <li>
          <StatusBadge {...writingOf('generating', job, isGone(error)).look} />
        </li>
        {children}
      </Group>
      {job && !job.is_finished && (
        <Progress value={job.progress} size="sm" mt="sm" aria-label={texts.reader.progress.bar} />
      )}
    </>
  )
}
