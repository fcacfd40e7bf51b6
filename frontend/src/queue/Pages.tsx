/** Pages: the list's cursors only lead on, so the way back is kept beside the address. */
import { Button, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import { texts } from '../texts'
import { addressOf, type Shown } from './filters'
import { trailIn } from './trail'

const t = texts.queue.pages

interface PagesProps {
  shown: Shown
  /** Cursor of the older page; null at the end. */
  next: string | null
  onTurn: () => void
}

export function Pages({ shown, next, onTurn }: PagesProps) {
  const { cursor } = shown
  const trail = trailIn(useLocation().state)
  if (next === null && cursor === undefined) return null
  const newer = { pathname: '/queue', search: addressOf({ ...shown, cursor: trail.at(-1) }) }
  const older = next !== null && { pathname: '/queue', search: addressOf({ ...shown, cursor: next }) }
  return (
    <Group component="nav" aria-label={t.label} justify="center" gap="sm">
      {cursor === undefined ? (
        <Button variant="default" size="xs" disabled leftSection={<IconChevronLeft size={14} aria-hidden />}>
          {t.newer}
        </Button>
      ) : (
        <Button
          component={Link}
          to={newer}
          state={{ trail: trail.slice(0, -1) }}
          onClick={onTurn}
          variant="default"
          size="xs"
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          {t.newer}
        </Button>
      )}
      {older ? (
        <Button
          component={Link}
          to={older}
          state={{ trail: cursor === undefined ? [] : [...trail, cursor] }}
          onClick={onTurn}
          variant="default"
          size="xs"
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          {t.older}
        </Button>
      ) : (
        <Button
          variant="default"
          size="xs"
          disabled
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          {t.older}
        </Button>
      )}
    </Group>
  )
}
