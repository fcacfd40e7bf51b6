/** FoundInIt: what the quality rules find in a version that is not live. */
import { Alert, List, Stack, Text } from '@mantine/core'
import type { EditedLesson } from '../api/lessons'
import { LevelBadge } from '../reader/Findings'
import { countedByLevel, keyOf, whereIn } from '../reader/findings'
import { revision } from '../texts/revision'

const t = revision.proposal

interface Props {
  readonly found: EditedLesson['findings']
  readonly isPublished: boolean
}

export function FoundInIt({ found, isPublished }: Props) {
  if (!found) return <Text size="sm">{t.notLooked}</Text>
  if (found.length === 0) return <Text size="sm">{t.foundNothing}</Text>
  const blocks = found.some(one => one.level === 'block')
  return (
    <Stack gap="xs" data-findings>
      <Text size="sm" fw={600}>
        {t.found(countedByLevel(found))}
      </Text>
      <List size="sm" listStyleType="none" spacing={4}>
        {found.map(one => {
          const where = whereIn(one.pointer, '')
          return (
            <List.Item key={keyOf(one)} dir="auto">
              <LevelBadge level={one.level} /> {where && <strong>{where}: </strong>}
              {one.message}
            </List.Item>
          )
        })}
      </List>
      {blocks && isPublished && (
        <Alert role="note" color="red">
          {t.blocks}
        </Alert>
      )}
    </Stack>
  )
}
