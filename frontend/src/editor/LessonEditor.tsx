/** LessonEditor: a lesson of a course, changed by its author. */
import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useApi } from '../api/context'
import { lesson, type EditedLesson } from '../api/lessons'
import type { Course } from '../api/types'
import { PageTitle } from '../components/PageTitle'
import { Failure, Loading } from '../components/states'
import { WayOut } from '../components/WayOut'
import { courseKey } from '../jobs/keys'
import { coursePath } from '../reader/addresses'
import { useSession } from '../session/session'
import { texts } from '../texts'
import { readDraft } from './drafts'
import classes from './editor.module.css'
import { EditorForm } from './EditorForm'
import { lessonKey } from './keys'

export default function LessonEditor() {
  const { courseId = '', lessonId = '' } = useParams()
  const place = { courseId, lessonId }
  const api = useApi()
  const course = useQuery({
    queryKey: courseKey(courseId),
    queryFn: ({ signal }) => api.course(courseId, signal),
  })
  // Read anew each time, and then left alone: what is typed begins with it.
  const live = useQuery({
    queryKey: lessonKey(place),
    queryFn: ({ signal }) => lesson(api, place, signal),
    staleTime: Infinity,
    gcTime: 0,
  })
  if (course.data && live.data) {
    return <Editor key={`${courseId}/${lessonId}`} course={course.data} live={live.data} />
  }
  const failed = [course, live].find(one => one.isError)
  if (!failed?.error) return <Loading />
  return (
    <div className={classes.page}>
      <PageTitle of={texts.common.failed} />
      <VisuallyHidden component="h1">{texts.common.failed}</VisuallyHidden>
      <Failure
        error={failed.error}
        retry={() => void failed.refetch()}
        wayOut={<WayOut to={coursePath(courseId)}>{texts.reader.course.toOverview}</WayOut>}
      />
    </div>
  )
}

function Editor({ course, live }: { course: Course; live: EditedLesson }) {
  const { owner } = useSession()
  const place = { owner, courseId: course.course_id, lessonId: live.lesson_id }
  const [draft] = useState(() => readDraft(window.localStorage, place, live))
  return (
    <article className={classes.page} data-editor={live.lesson_id}>
      <EditorForm course={course} live={live} draft={draft} place={place} />
    </article>
  )
}
