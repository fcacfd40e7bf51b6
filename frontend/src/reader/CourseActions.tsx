/** CourseActions: print, save as a file. */
import { Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/context'
import type { Course } from '../api/types'
import { DownloadButton } from './DownloadButton'
import { fetchLessonBody } from './lazily'
import { PrintButton } from './PrintButton'
import { examQuery } from './useExam'
import classes from './reader.module.css'

export function CourseActions({ course }: { course: Course }) {
  const api = useApi()
  const prepare = usePaper(course)
  return (
    <Group gap="xs" className={classes.actions ?? ''}>
      <DownloadButton load={() => api.courseFile(course.course_id)} />
      {course.status !== 'generating' && <PrintButton prepare={prepare} />}
    </Group>
  )
}

/** What a course on paper needs beside the course. Without its exam it is printed as it is read. */
function usePaper(course: Course): () => Promise<unknown> {
  const api = useApi()
  const queries = useQueryClient()
  const examId = course.kind === 'exam' ? course.exam_id : null
  return () =>
    Promise.all([
      fetchLessonBody(),
      examId !== null &&
        queries.query({ ...examQuery(api, examId), staleTime: 'static' }).catch(() => undefined),
    ])
}
