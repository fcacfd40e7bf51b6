/** ProgressDialog: a job in front of whatever view one is on. */
import { Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../texts'
import { Standing, Title } from './Heading'
import { Progress } from './Progress'
import { useDestination } from './useDestination'
import { WhenDone } from './WhenDone'
import { useWatchedJob } from './useWatchedJob'

interface Props {
  readonly jobId: string | null
  readonly onClose: () => void
}

export function ProgressDialog({ jobId, onClose }: Props) {
  // What it showed last stays while it fades away.
  const [shown, setShown] = useState(jobId)
  if (jobId !== null && jobId !== shown) setShown(jobId)
  return (
    <Modal.Root opened={jobId !== null} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content>{shown !== null && <Content key={shown} jobId={shown} />}</Modal.Content>
    </Modal.Root>
  )
}

function Content({ jobId }: { jobId: string }) {
  const watched = useWatchedJob(jobId)
  const { job } = watched
  const destination = useDestination(job)
  return (
    <>
      <Modal.Header>
        <Modal.Title fw={650} fz="lg">
          <Title job={job} failed={watched.error !== null} />
        </Modal.Title>
        <Modal.CloseButton aria-label={texts.progress.close} />
      </Modal.Header>
      <Modal.Body>
        <Stack gap="md">
          {job && <Standing job={job} />}
          <Progress
            watched={watched}
            destination={destination}
            note={texts.progress.goesOn}
            whenDone={<WhenDone job={job} />}
          />
        </Stack>
      </Modal.Body>
    </>
  )
}
