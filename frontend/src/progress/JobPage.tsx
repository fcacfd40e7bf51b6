/** JobPage: the same as the dialog, with an address of its own. */
import { Container, Stack, Title as Heading } from '@mantine/core'
import { useParams } from 'react-router'
import { wordsOf } from '../jobs/pipelines'
import { texts } from '../texts'
import { Standing, Title } from './Heading'
import { Progress } from './Progress'
import { useDestination } from './useDestination'
import { useWatchedJob } from './useWatchedJob'

export default function JobPage() {
  const { jobId = '' } = useParams()
  return <Job key={jobId} jobId={jobId} />
}

function Job({ jobId }: { jobId: string }) {
  const watched = useWatchedJob(jobId)
  const { job } = watched
  const destination = useDestination(job)
  return (
    <Container size="sm" px={0} py="md">
      {job && <title>{`${job.title || wordsOf(job.pipeline).label} · ${texts.common.product}`}</title>}
      <Stack gap="lg">
        <Heading order={1} size="h2">
          <Title job={job} failed={watched.error !== null} />
        </Heading>
        {job && <Standing job={job} />}
        <Progress watched={watched} destination={destination} />
      </Stack>
    </Container>
  )
}
