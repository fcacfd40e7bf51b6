/** Rename: another title. */
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api/context'
import { rename, type Renamable } from '../api/owned'
import { saidOf } from '../components/said'
import { EXAM } from '../create/limits'
import { texts } from '../texts'
import { retitle, showAnew } from './cached'

const t = texts.owned

interface RenameProps {
  owned: Renamable
  close: () => void
}

/** `closed` is told when the dialog is not seen any more. */
export function Rename({
  owned,
  isOpen,
  close,
  closed,
}: RenameProps & { isOpen: boolean; closed: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={closed}
      returnFocus={false}
      title={t.renaming}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <TitleForm owned={owned} close={close} />
    </Modal>
  )
}

/** Drawn anew with each opening. */
function TitleForm({ owned, close }: RenameProps) {
  const [title, setTitle] = useState(owned.title)
  const api = useApi()
  const queries = useQueryClient()
  const renaming = useMutation({
    mutationFn: (title: string) => rename(api, owned, title),
    onSuccess: async (_, title) => {
      close()
      await retitle(queries, owned, title)
      showAnew(queries, owned)
    },
  })
  const written = title.trim()
  return (
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
        maxLength={EXAM.title}
        error={(renaming.error && saidOf(renaming.error).text) ?? (written === '' && t.needed)}
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
  )
}
