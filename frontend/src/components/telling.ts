/** Telling: short messages on what one has just done. */
import { notifications } from '@mantine/notifications'
import { texts } from '../texts'
import { inWords } from './said'

export function tellDone(
  message: string,
  { title, color = 'green' }: { title?: string; color?: string } = {},
) {
  notifications.show({ title, message, color, closeButtonProps: { 'aria-label': texts.common.close } })
}

export function tellFailed(title: string, error: Error | { message: string }): void {
  const message = error instanceof Error ? inWords(error) : error.message
  notifications.show({
    title,
    message,
    styles: { description: { whiteSpace: 'pre-line' } },
    color: 'red',
    // Whoever looked elsewhere still finds it.
    autoClose: 15_000,
    // Before what is shown already: only five notes are seen at a time, and an offer to undo stays for long.
    priority: 1,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}
