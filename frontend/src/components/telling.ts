/** Telling: short messages on what one has just done. */
import { notifications } from '@mantine/notifications'
import { texts } from '../texts'

export function tellDone(
  message: string,
  { title, color = 'green' }: { title?: string; color?: string } = {},
) {
  notifications.show({ title, message, color, closeButtonProps: { 'aria-label': texts.common.close } })
}

export function tellFailed(title: string, error: Error): void {
  notifications.show({
    title,
    message: error.message,
    color: 'red',
    // Whoever looked elsewhere still finds it.
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}
