/** Rename: another title. */
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api/context'
import { rename, type Renamable } from '../api/owned'
import { texts } from '../texts'
import { showAnew } from './showAnew'

const t = texts.owned

/** Characters of a title, as the contract has them. */
const MOST = 200

export function Rename({ owned, close }: { owned: Renamable; close: () => void }) {
  const [title, setTitle] = useState(owned.title)
  const api = useApi()
  const queries = useQueryClient()
  const renaming = useMutation({
    mutationFn: (title: string) => rename(api, owned, title),
    onSuccess: async () => {
      await showAnew(queries, owned)
      close()
    },
  })
  const written = title.trim()
  return (
    <Modal
      opened
      onClose={close}
      title={t.renaming}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          if (written === owned.title) close()
          else if (written !== '') renaming.mutate(written)
        }}
      >
        <TextInput
          label={t.title}
          value={title}
          onChange={event => setTitle(event.currentTarget.value)}
          maxLength={MOST}
          error={renaming.error?.message ?? (written === '' && t.needed)}
          dir="auto"
          data-autofocus
        />
        <Group justify="end" gap="sm" mt="md">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={renaming.isPending} disabled={written === ''}>
            {t.save}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
