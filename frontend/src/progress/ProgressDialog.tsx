/** ProgressDialog: a job in front of whatever view one is on. */
import { Modal } from '@mantine/core'
import { texts } from '../texts'
import { Progress } from './Progress'

export function ProgressDialog({ jobId, onClose }: { jobId: string | null; onClose: () => void }) {
  return (
    <Modal
      opened={jobId !== null}
      onClose={onClose}
      title={texts.progress.title}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.progress.close }}
    >
      {jobId !== null && <Progress key={jobId} jobId={jobId} onClose={onClose} />}
    </Modal>
  )
}
