/** useDelete: deletes without asking, and offers at once to bring it back. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { remove, restore, type Owned } from '../api/owned'
import { tellDone, tellFailed } from '../components/telling'
import { texts } from '../texts'
import { showAnew } from './showAnew'

const t = texts.owned

/** ms. Long enough to notice the mistake; the service itself keeps it for seven days. */
const OFFERED_MS = 30_000

export function useDelete() {
  const api = useApi()
  const queries = useQueryClient()
  const bringBack = useMutation({
    mutationFn: (owned: Owned) => restore(api, owned),
    onSuccess: (_, owned) => tellDone(t.restored(owned.title)),
    onError: (error, owned) => tellFailed(t.notRestored(owned.title), error),
    onSettled: (_, _error, owned) => showAnew(queries, owned),
  })
  return useMutation({
    mutationFn: (owned: Owned) => remove(api, owned),
    onSuccess: (_, owned) => offerUndo(owned, () => bringBack.mutate(owned)),
    onError: (error, owned) => tellFailed(t.notDeleted(owned.title), error),
    onSettled: (_, _error, owned) => showAnew(queries, owned),
  })
}

function offerUndo({ kind, id, title }: Owned, undo: () => void): void {
  const toast = `deleted-${kind}-${id}`
  const act = () => {
    notifications.hide(toast)
    undo()
  }
  notifications.show({
    id: toast,
    message: (
      <Group justify="space-between" gap="sm">
        <Text size="sm" lineClamp={2}>
          {t.deleted(title)}
        </Text>
        <Button size="compact-sm" variant="default" aria-label={t.undoNamed(title)} onClick={act}>
          {t.undo}
        </Button>
      </Group>
    ),
    autoClose: OFFERED_MS,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}
