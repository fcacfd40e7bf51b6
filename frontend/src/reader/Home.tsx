/** Home: what was made last; whoever has made nothing yet is told how to begin. */
import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconArrowRight } from '@tabler/icons-react'
import { Link, Navigate } from 'react-router'
import type { ApiClient } from '../api/client'
import { useApi } from '../api/context'
import { Failure, Loading } from '../components/states'
import { artifactPath } from '../jobs/artifact'
import { texts } from '../texts'
import { coursePath, programPath } from './addresses'
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
  if (newest.isError) return <Failure error={newest.error} retry={() => void newest.refetch()} />
  if (newest.data === undefined) return <Loading />
  return newest.data === null ? <Welcome /> : <Navigate to={newest.data} replace />
}

/** Address of the newest course or program; null if there is none. */
async function newestPath(api: ApiClient, signal: AbortSignal): Promise<string | null> {
  const { data } = await api.jobs({}, signal)
  // Outlines are no artifact to read, but a question that somebody has left open.
  const job = data.jobs.find(one => one.artifact?.course_id ?? one.artifact?.program_id)
  if (job) return artifactPath(job)
  // Jobs are kept for 30 days, what they have made is kept for good.
  const [courses, programs] = await Promise.all([
    api.courses(undefined, signal),
    api.programs(undefined, signal),
  ])
  const [entry] = merged([
    { entries: courses.courses.map(courseEntry), hasMore: courses.next_cursor !== null },
    { entries: programs.programs.map(programEntry), hasMore: programs.next_cursor !== null },
  ]).entries
  if (!entry) return null
  return entry.kind === 'course' ? coursePath(entry.id) : programPath(entry.id)
}

function Welcome() {
  return (
    <Center mih="60dvh">
      <title>{texts.common.product}</title>
      <Stack align="center" gap="lg" maw={560}>
        <img src="/icon.svg" alt="" width={64} height={64} />
        <Title order={1} ta="center" style={{ textWrap: 'balance' }}>
          {t.title}
        </Title>
        <Text c="dimmed" ta="center" size="lg">
          {t.text}
        </Text>
        <Button component={Link} to="/new" size="md" rightSection={<IconArrowRight size={18} aria-hidden />}>
          {t.begin}
        </Button>
      </Stack>
    </Center>
  )
}
