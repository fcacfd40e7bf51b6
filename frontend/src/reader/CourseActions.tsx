/** CourseActions: publish, print, save as a file. */
import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconPrinter, IconWorldUpload } from '@tabler/icons-react'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import type { Course } from '../api/types'
import { COURSES, courseKey } from '../jobs/keys'
import { texts } from '../texts'
import { DownloadButton } from './DownloadButton'
import classes from './reader.module.css'

const t = texts.reader.actions

export function CourseActions({ course }: { course: Course }) {
  const api = useApi()
  const publish = usePublish(course.course_id)
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
        {isDone && <PrintButton />}
      </Group>
      {publish.isError && (
        <Alert color="red" mt="sm" role="alert">
          {wasTooEarly(publish.error) ? t.unfinished : publish.error.message}
        </Alert>
      )}
    </div>
  )
}

export function PrintButton() {
  return (
    <Button
      variant="default"
      leftSection={<IconPrinter size={18} aria-hidden />}
      onClick={() => {
        // The browser waits for nothing once it prints.
        void import('./LessonBody').then(() => setTimeout(() => window.print()))
      }}
    >
      {t.print}
    </Button>
  )
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
