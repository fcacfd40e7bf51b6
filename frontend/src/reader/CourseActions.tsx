/** CourseActions: publish, print, save as a file. */
import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconWorldUpload } from '@tabler/icons-react'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import type { Course } from '../api/types'
import { COURSES, courseKey } from '../jobs/keys'
import { texts } from '../texts'
import { DownloadButton } from './DownloadButton'
import { fetchLessonBody } from './lazily'
import { PrintButton } from './PrintButton'
import { examQuery } from './useExam'
import classes from './reader.module.css'

const t = texts.reader.actions

export function CourseActions({ course }: { course: Course }) {
  const api = useApi()
  const publish = usePublish(course.course_id)
  const prepare = usePaper(course)
  const isDone = course.status !== 'generating'
  return (
    <div className={classes.actions}>
      <Group gap="xs">
        {course.status === 'draft' && (
          <Button
            variant="default"
            leftSection={<IconWorldUpload size={18} aria-hidden />}
            loading={publish.isPending}
            onClick={() => publish.mutate()}
          >
            {t.publish}
          </Button>
        )}
        <DownloadButton load={() => api.courseFile(course.course_id)} />
        {isDone && <PrintButton prepare={prepare} />}
      </Group>
      {publish.isError && (
        <Alert color="red" mt="sm" role="alert">
          {wasTooEarly(publish.error) ? t.unfinished : publish.error.message}
        </Alert>
      )}
    </div>
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

function usePublish(courseId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.publishCourse(courseId),
    onSuccess: async course => {
      queries.setQueryData(courseKey(courseId), course)
      notifications.show({ message: t.publishedNow, color: 'green' })
      await queries.invalidateQueries({ queryKey: COURSES })
    },
    // It is not what it was when this page read it: show what it is.
    onError: error => wasTooEarly(error) && queries.invalidateQueries({ queryKey: courseKey(courseId) }),
  })
}

function wasTooEarly(error: Error): boolean {
  return error instanceof ApiProblem && error.status === 409
}
