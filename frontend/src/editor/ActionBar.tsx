/** ActionBar: Save, in view wherever one writes, and how it stands with what was typed. */
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { Course } from '../api/types'
import { countedByLevel } from '../reader/findings'
import { texts } from '../texts'
import { editor } from '../texts/editor'
import { Ask } from './Ask'
import classes from './editor.module.css'
import { foundIn } from './FoundHere'
import type { Saving } from './useSave'

interface ActionBarProps {
  saving: Saving
  course: Course
  lessonId: string
  isChanged: boolean
  /** Whether what was typed outlives the page. */
  isKept: boolean
  isInConflict: boolean
  discard: () => void
}

export function ActionBar(props: ActionBarProps) {
  const { saving, isChanged, isInConflict, discard } = props
  const [isAsked, setAsked] = useState(false)
  return (
    <div className={classes.bar}>
      <Text size="sm" role="status" className={classes.state ?? ''}>
        {stateOf(props)}
      </Text>
      <Group gap="sm" wrap="nowrap">
        <Button
          variant="default"
          disabled={!isChanged || isInConflict || saving.isPending}
          onClick={() => setAsked(true)}
        >
          {editor.discard}
        </Button>
        <Button type="submit" loading={saving.isPending} disabled={!isChanged || isInConflict}>
          {editor.save}
        </Button>
      </Group>
      <Ask
        isOpen={isAsked}
        title={editor.discardAsk}
        no={texts.common.cancel}
        yes={editor.discard}
        onNo={() => setAsked(false)}
        onYes={() => {
          setAsked(false)
          discard()
        }}
      />
    </div>
  )
}

function stateOf({ saving, course, lessonId, isChanged, isKept }: ActionBarProps): string {
  if (!isKept) return editor.unkept
  if (isChanged) return editor.unsaved
  if (saving.saved === null) return ''
  // At a stop of its job nothing of the course has been looked at.
  if (saving.saved === 'unchecked' || !course.quality) return editor.saved
  const counted = countedByLevel(foundIn(course, lessonId))
  return `${editor.saved} ${counted === '' ? editor.foundNothing : editor.found(counted)}`
}
