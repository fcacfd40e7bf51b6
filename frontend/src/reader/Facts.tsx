/** Facts: a line of what is known of a course or program: status, who made it, when. */
import { Badge, Group, Text, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts'
import type { Look } from '../jobs/status'

const t = texts.reader

interface Props {
  look: Look
  madeBy: string | null
  /** Further facts; false and null are left out. */
  children?: ReactNode
}

export function Facts({ look, madeBy, children }: Props) {
  return (
    <Group gap="xs" component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      <li>
        <StatusBadge {...look} />
      </li>
      {madeBy !== null && (
        <li>
          <MadeBy madeBy={madeBy} />
        </li>
      )}
      {children}
    </Group>
  )
}

/** Light badges keep their contrast in light and dark only with a text colour of the page. */
export function StatusBadge({ label, color }: { label: string; color: string }) {
  return (
    <Badge variant="light" color={color} c="var(--mantine-color-text)" tt="none" fw={600}>
      {label}
    </Badge>
  )
}

export function MadeBy({ madeBy }: { madeBy: string }) {
  const [label, text] = madeByTexts(madeBy)
  const badge = (
    <Badge variant="default" tt="none" fw={500} maw={280}>
      {label}
    </Badge>
  )
  return text ? (
    <Tooltip label={text} events={{ hover: true, focus: true, touch: true }}>
      {badge}
    </Tooltip>
  ) : (
    badge
  )
}

export function madeByTexts(madeBy: string): [label: string, text?: string] {
  if (madeBy === 'offline') return [t.madeBy.offline, t.madeBy.offlineText]
  if (madeBy.startsWith('recorded answers')) return [t.madeBy.recorded(madeBy), t.madeBy.recordedText]
  if (madeBy === 'rules') return [t.madeBy.rules, t.madeBy.rulesText]
  return [t.madeBy.model(madeBy)]
}

export function Fact({ children }: { children: ReactNode }) {
  return (
    <Text component="li" size="sm" c="dimmed">
      {children}
    </Text>
  )
}
