/** Telling: short messages beside the queue on what one has just done. */
import { notifications } from '@mantine/notifications'
import type { Job } from '../api/types'
import { texts } from '../texts'

export function tellDone(message: string): void {
  notifications.show({ message, color: 'green', closeButtonProps: { 'aria-label': texts.common.close } })
}

export function tellFailed(action: string, job: Job, error: Error): void {
  notifications.show({
    title: texts.queue.told.failed(action, job.title),
    message: error.message,
    color: 'red',
    // Whoever looked elsewhere still finds it.
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}
