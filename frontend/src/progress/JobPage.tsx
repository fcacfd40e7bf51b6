/** JobPage: the same as the dialog, with an address of its own. */
import { Container, Group, Stack, Title as Heading } from '@mantine/core'
import { useParams } from 'react-router'
import { wordsOf } from '../jobs/pipelines'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { texts } from '../texts'
import { Standing, Title } from './Heading'
import { Progress } from './Progress'
import { useDestination } from './useDestination'
import { WhenDone } from './WhenDone'
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
      {job && <PageTitle of={job.title || wordsOf(job.pipeline).label} />}
      <Stack gap="lg">
        <Heading order={1} size="h2">
          <Title job={job} failed={watched.error !== null} />
        </Heading>
        {job && <Standing job={job} />}
        <Progress watched={watched} destination={destination} whenDone={<WhenDone job={job} />} />
        {!job && watched.error && (
          <Group>
            <WayOut to="/queue">{texts.common.toQueue}</WayOut>
          </Group>
        )}
      </Stack>
    </Container>
  )
}
