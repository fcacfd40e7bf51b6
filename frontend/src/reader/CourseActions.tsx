/** CourseActions: publish, print, save as a file. */
import { Alert, Button, Group, List } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconWorldUpload } from '@tabler/icons-react'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import type { Course } from '../api/types'
import { COURSES, courseKey } from '../jobs/keys'
import { tellDone } from '../components/telling'
import { texts } from '../texts'
import { DownloadButton } from './DownloadButton'
import { fetchLessonBody } from './lazily'
import { PrintButton } from './PrintButton'
import { examQuery } from './useExam'
import classes from './reader.module.css'

const t = texts.reader.actions

/** Findings; a course with more is generated anew rather than read through. */
const MOST_SHOWN = 10

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
            onClick={() => publish.mutate(false)}
          >
            {t.publish}
          </Button>
        )}
        <DownloadButton load={() => api.courseFile(course.course_id)} />
        {isDone && <PrintButton prepare={prepare} />}
      </Group>
      {publish.isError && (
        <Alert color="red" mt="sm" role="alert">
          {has(publish.error, 'course-unfinished') ? t.unfinished : publish.error.message}
        </Alert>
      )}
      {course.status === 'draft' && course.quality?.blocked && (
        <Findings
          found={course.quality.findings}
          isPending={publish.isPending}
          onAccept={() => publish.mutate(true)}
        />
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

/** What blocks the course; a person who has looked at it may publish all the same. */
function Findings({ found, isPending, onAccept }: FindingsProps) {
  const blocking = found.filter(one => one.level === 'block')
  return (
    <Alert color="yellow" mt="sm" title={t.blocked(blocking.length)}>
      <List size="sm">
        {blocking.slice(0, MOST_SHOWN).map(one => (
          <List.Item key={`${one.rule} ${one.pointer} ${one.message}`}>{one.message}</List.Item>
        ))}
      </List>
      <Button mt="sm" size="xs" variant="default" loading={isPending} onClick={onAccept}>
        {t.accept}
      </Button>
    </Alert>
  )
}

interface FindingsProps {
  found: NonNullable<Course['quality']>['findings']
  isPending: boolean
  onAccept: () => void
}

function usePublish(courseId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (accept: boolean) => api.publishCourse(courseId, accept),
    onSuccess: async course => {
      queries.setQueryData(courseKey(courseId), course)
      tellDone(t.publishedNow)
      await queries.invalidateQueries({ queryKey: COURSES })
    },
    // It is not what it was when this page read it: show what it is.
    onError: error =>
      (has(error, 'course-unfinished') || has(error, 'quality-blocked')) &&
      queries.invalidateQueries({ queryKey: courseKey(courseId) }),
  })
}

function has(error: Error, code: string): boolean {
  return error instanceof ApiProblem && error.code === code
}
