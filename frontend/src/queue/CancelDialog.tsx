/** CancelDialog: the one thing in the queue that stops something, so it is asked for. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState, type RefObject } from 'react'
import type { Job } from '../api/types'
import { useCancelJob } from '../jobs/actions'
import { texts } from '../texts'
import { focusJob } from './focus'
import { tellDone, tellFailed } from '../components/telling'

const t = texts.queue

interface CancelDialogProps {
  /** null while it is closed. */
  job: Job | null
  onClose: () => void
  /** Where the focus goes if the job is not in the list any more. */
  orFocus: RefObject<HTMLElement | null>
}

export function CancelDialog({ job, onClose, orFocus }: CancelDialogProps) {
  const cancel = useCancelJob()
  // Kept while the dialog fades out.
  const [shown, setShown] = useState(job)
  if (job && job !== shown) setShown(job)
  const confirm = () => {
    if (!job) return
    cancel.mutate(
      { job },
      {
        onSuccess: () => tellDone(t.told.cancelled(job.title)),
        onError: error => tellFailed(t.told.failed(t.actions.cancel, job.title), error),
        onSettled: onClose,
      },
    )
  }
  return (
    <Modal
      opened={job !== null}
      onClose={onClose}
      title={t.cancelling.title}
      centered
      returnFocus={false}
      onExitTransitionEnd={() => focusJob(shown?.job_id, orFocus.current)}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        <Text fw={600} lineClamp={2}>
          {shown?.title}
        </Text>
        <Text size="sm">{t.cancelling.text}</Text>
        <Group justify="end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.cancelling.keep}
          </Button>
          <Button color="red" onClick={confirm} loading={cancel.isPending}>
            {t.cancelling.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
