/** useRestore: makes a version live without asking, and offers at once to bring the one before back. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { restoreLesson, type EditedLesson, type LessonPlace } from '../api/lessons'
import { tellDone, tellFailed } from '../components/telling'
import { courseKey } from '../jobs/keys'
import { texts } from '../texts'
import { editor } from '../texts/editor'
import { versionsKey } from './keys'

const t = editor.versions

/** ms. Long enough to notice the mistake; the version stays in the list. */
const OFFERED_MS = 30_000

interface Wanted {
  readonly version: string
  /** What is live until then; null: not known, so there is no way back to offer. */
  readonly before: string | null
  /** What has come of it, in words. */
  readonly said: string
}

export function useRestore(place: LessonPlace, onRestored: (lesson: EditedLesson) => void) {
  const api = useApi()
  const queries = useQueryClient()
  const shared = {
    onError: (error: Error) => tellFailed(t.notRestored, error),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: versionsKey(place) })
      void queries.invalidateQueries({ queryKey: courseKey(place.courseId) })
    },
  }
  const undo = useMutation({
    ...shared,
    mutationFn: (version: string) => restoreLesson(api, place, version),
    onSuccess: lesson => {
      onRestored(lesson)
      tellDone(t.undone)
    },
  })
  return useMutation({
    ...shared,
    mutationFn: ({ version }: Wanted) => restoreLesson(api, place, version),
    onSuccess: (lesson, { before, said }) => {
      onRestored(lesson)
      if (before !== null) offerUndo(place, said, () => undo.mutate(before))
    },
  })
}

const toastOf = ({ courseId, lessonId }: LessonPlace) => `restored-${courseId}-${lessonId}`

/** What was saved since would be taken back with it. */
export function withdrawUndo(place: LessonPlace): void {
  notifications.hide(toastOf(place))
}

function offerUndo(place: LessonPlace, said: string, undo: () => void): void {
  const toast = toastOf(place)
  const act = () => {
    notifications.hide(toast)
    undo()
  }
  // An offer to undo an earlier one would take back more than it says.
  notifications.hide(toast)
  notifications.show({
    id: toast,
    message: (
      <Group justify="space-between" gap="sm">
        <Text size="sm" lineClamp={2}>
          {said}
        </Text>
        <Button size="compact-sm" variant="default" aria-label={t.undoNamed} onClick={act}>
          {t.undo}
        </Button>
      </Group>
    ),
    autoClose: OFFERED_MS,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
}
