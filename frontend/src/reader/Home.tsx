/** Home: what was made last; whoever has made nothing yet is told how to begin. */
import { Center, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import type { ApiClient } from '../api/client'
import type { Job } from '../api/types'
import { useApi } from '../api/context'
import { Failure, Loading } from '../components/states'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { texts } from '../texts'
import { coursePath, programPath } from './addresses'
import { Beginning } from './Beginning'
import { courseEntry, merged, programEntry } from './library'

const t = texts.reader.home

export default function Home() {
  const api = useApi()
  const newest = useQuery({
    queryKey: ['home'],
    queryFn: ({ signal }) => newestPath(api, signal),
    // Not cached: since the last visit something newer may have been made.
    staleTime: 0,
    gcTime: 0,
  })
  if (newest.isError) {
    return (
      <Failure
        error={newest.error}
        retry={() => void newest.refetch()}
        wayOut={<WayOut to="/courses">{texts.common.toLibrary}</WayOut>}
      />
    )
  }
  if (newest.data === undefined) return <Loading />
  return newest.data === null ? <Welcome /> : <Navigate to={newest.data} replace />
}

/** Address of the newest course or program; null if there is none. */
async function newestPath(api: ApiClient, signal: AbortSignal): Promise<string | null> {
  const [jobs, courses, programs] = await Promise.all([
    api.jobs({}, signal),
    api.courses({}, signal),
    api.programs(undefined, signal),
  ])
  const lists = [
    { entries: courses.courses.map(courseEntry), hasMore: courses.next_cursor !== null },
    { entries: programs.programs.map(programEntry), hasMore: programs.next_cursor !== null },
  ]
  // A job stays when what it has made is deleted.
  const kept = new Set(lists.flatMap(list => list.entries.map(entry => entry.id)))
  // Outlines are no artifact to read, but a question that somebody has left open.
  const made = jobs.data.jobs.filter(one =>
    kept.has(one.artifact?.course_id ?? one.artifact?.program_id ?? ''),
  )
  const job = made.find(isWorthReading)
  if (job) return readPath(job)
  // Jobs are kept for 30 days, what they have made is kept for good.
  const unread = new Set(made.flatMap(one => Object.values(one.artifact ?? {})))
  const entry = merged(lists).entries.find(one => !unread.has(one.id))
  if (!entry) return null
  return entry.kind === 'course' ? coursePath(entry.id) : programPath(entry.id)
}

/** What is read, also where the job has changed only a part of it. */
function readPath({ artifact }: Job): string | null {
  if (artifact?.course_id !== undefined) return coursePath(artifact.course_id)
  return artifact?.program_id === undefined ? null : programPath(artifact.program_id)
}

/** Whether there is, or will be, something to read: not where it ended before its first item was done. */
export function isWorthReading(job: Pick<Job, 'status' | 'steps'>): boolean {
  if (job.status !== 'cancelled' && job.status !== 'failed') return true
  return job.steps.some(step => (step.items_completed ?? 0) > 0)
}

function Welcome() {
  return (
    <Center mih="60dvh">
      <PageTitle of={null} />
      <Stack align="center" gap="lg" maw={560}>
        <img src="/icon.svg" alt="" width={64} height={64} />
        <Title order={1} ta="center" style={{ textWrap: 'balance' }}>
          {t.title}
        </Title>
        <Text c="dimmed" ta="center" size="lg">
          {t.text}
        </Text>
        <Beginning label={t.begin} />
      </Stack>
    </Center>
  )
}
