/** useSave: puts the lesson in its place, and tells what came of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type Dispatch } from 'react'
import { ApiProblem } from '../api/errors'
import { useApi } from '../api/context'
import { putLesson, type EditedLesson, type LessonPlace } from '../api/lessons'
import { courseKey } from '../jobs/keys'
import { versionsKey } from './keys'
import { withdrawUndo } from './useRestore'
import type { Action, Editing } from './editing'

interface Asked {
  readonly lesson: EditedLesson
  readonly version: string
}

/** null: not yet. `checked`: what the quality rules found in it is known. */
type Saved = 'unchecked' | 'checked' | null

/** `failed` is told of a lesson that was refused for its fields, once they are marked. */
export function useSave(place: LessonPlace, state: Editing, apply: Dispatch<Action>, failed: () => void) {
  const api = useApi()
  const queries = useQueryClient()
  const [saved, setSaved] = useState<Saved>(null)
  const isAsking = useRef(false)
  const saving = useMutation({
    mutationFn: ({ lesson, version }: Asked) => putLesson(api, place, lesson, version),
    onSuccess: (answer, { lesson: sent }) => {
      apply({ type: 'saved', answer, sent })
      withdrawUndo(place)
      void queries.invalidateQueries({ queryKey: versionsKey(place) })
      setSaved('unchecked')
      // Its findings stand in the course. Until they are here it is not said that there are none.
      const course = courseKey(place.courseId)
      void queries.invalidateQueries({ queryKey: course }).then(() => {
        const read = queries.getQueryState(course)
        if (read?.status === 'success' && !read.isInvalidated) setSaved('checked')
      })
    },
    onError: (error, { lesson: sent }) => {
      if (!(error instanceof ApiProblem)) return
      const { version } = error.members
      if (error.status === 412 && typeof version === 'string') apply({ type: 'changedMeanwhile', version })
      if (error.status === 422) {
        apply({ type: 'refused', sent, faults: error.faults })
        failed()
      }
    },
    onSettled: () => {
      isAsking.current = false
    },
  })
  /** `version`: of what the lesson takes the place of. */
  function save(version = state.base) {
    if (isAsking.current) return
    isAsking.current = true
    saving.mutate({ lesson: state.lesson, version })
  }
  return {
    save,
    saved,
    isPending: saving.isPending,
    error: saving.error,
    /** Of a failure nothing is said any more. */
    reset: () => {
      if (!saving.isPending) saving.reset()
    },
  }
}

export type Saving = ReturnType<typeof useSave>
