/** useDelete: deletes without asking, and offers at once to bring it back. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { ApiProblem, isGone, Unreachable } from '../api/errors'
import { remove, restore, type Owned } from '../api/owned'
import { tellDone, tellFailed } from '../components/telling'
import { texts } from '../texts'
import { showAnew, takeOut } from './cached'

const t = texts.owned

/** ms. Long enough to notice the mistake; the service itself keeps it for seven days. */
const OFFERED_MS = 30_000

/** A deletion that may be taken back, and what is said of it. */
interface Offer {
  readonly owned: Owned
  readonly said: string
}

/** `deleted` is told as soon as it is, also if what has asked for it is not shown any more. */
export function useDelete(deleted?: () => void) {
  const api = useApi()
  const queries = useQueryClient()
  const bringBack = useBringBack()
  return useMutation({
    mutationFn: (owned: Owned) => remove(api, owned),
    onSuccess: async (_, owned) => {
      offerUndo({ owned, said: t.deleted(owned.title) }, bringBack)
      deleted?.()
      await takeOut(queries, owned)
    },
    onError: (error, owned) => {
      // Restoring what was not deleted changes nothing.
      if (isUnknown(error)) offerUndo({ owned, said: t.perhapsDeleted(owned.title) }, bringBack)
      else tellFailed(t.notDeleted(owned.title), error)
    },
    onSettled: (_, _error, owned) => showAnew(queries, owned),
  })
}

function useBringBack(): (offer: Offer) => void {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ owned }: Offer) => restore(api, owned),
    onSuccess: (_, { owned }) => tellDone(t.restored(owned.title)),
    onError: (error, offer) => {
      tellFailed(t.notRestored(offer.owned.title), error)
      if (!isGone(error)) offerUndo(offer, mutate)
    },
    onSettled: (_, _error, { owned }) => showAnew(queries, owned),
  })
  return mutate
}

/** Whether the service may have done it all the same. */
function isUnknown(error: Error): boolean {
  return error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 500)
}

function offerUndo(offer: Offer, undo: (offer: Offer) => void): void {
  const { kind, id, title } = offer.owned
  const toast = `deleted-${kind}-${id}`
  const act = () => {
    notifications.hide(toast)
    undo(offer)
  }
  notifications.show({
    id: toast,
    message: (
      <Group justify="space-between" gap="sm">
        <Text size="sm" lineClamp={2}>
          {offer.said}
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
