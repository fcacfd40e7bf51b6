/** Ask: a question before something is left or discarded. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { texts } from '../texts'

interface AskProps {
  isOpen: boolean
  title: string
  text?: string
  no: string
  yes: string
  onNo: () => void
  onYes: () => void
}

export function Ask({ isOpen, title, text, no, yes, onNo, onYes }: AskProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onNo}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      {text !== undefined && <Text size="sm">{text}</Text>}
      <Group justify="end" gap="sm" mt="md">
        <Button variant="default" onClick={onNo} data-autofocus>
          {no}
        </Button>
        <Button color="red" onClick={onYes}>
          {yes}
        </Button>
      </Group>
    </Modal>
  )
}
