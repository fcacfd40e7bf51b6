/** JobPage: the same as the dialog, with an address of its own. */
import { Container } from '@mantine/core'
import { useParams } from 'react-router'
import { Progress } from './Progress'

export default function JobPage() {
  const { jobId = '' } = useParams()
  return (
    <Container size="sm" px={0}>
      <Progress key={jobId} jobId={jobId} />
    </Container>
  )
}
