/** OwnedMenu: what an owner can do with a document in a list. */
import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Renamable } from '../api/owned'
import { texts } from '../texts'
import { Rename } from './Rename'
import { useCopy } from './useCopy'
import { useDelete } from './useDelete'

const t = texts.owned

interface OwnedMenuProps {
  owned: Renamable
  /** A course that is written to its end. */
  canCopy?: boolean
  /** Told as soon as it is. */
  deleted?: () => void
}

export function OwnedMenu({ owned, canCopy = false, deleted }: OwnedMenuProps) {
  const [isRenaming, setRenaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const copying = useCopy()
  const removal = useDelete(deleted)
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            aria-label={t.menu(owned.title)}
            loading={removal.isPending || copying.isPending}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setRenaming(true)}>
            {t.rename}
          </Menu.Item>
          {canCopy && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => copying.mutate(owned)}>
              {t.copy}
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => removal.mutate(owned)}
          >
            {t.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Rename
        owned={owned}
        isOpen={isRenaming}
        close={() => setRenaming(false)}
        // It was opened by an entry of the menu, which is not there any more.
        closed={() => button.current?.focus()}
      />
    </>
  )
}
