/** CoursePage: a course to read, also while it is being written. */
import { Group, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { useApi } from '../api/context'
import type { Course } from '../api/types'
import { Failure } from '../components/states'
import { WayOut } from '../components/WayOut'
import { courseKey } from '../jobs/keys'
import { revisedOf } from '../revision/revised'
import { Revision } from '../revision/Revision'
import { useSession } from '../session/session'
import { texts } from '../texts'
import type { Chapter, Lesson } from './chapters'
import { EditLink } from './EditLink'
import { FindingsHere } from './Findings'
import { findingsIn, lessonPointer } from './findings'
import { useFine, type Fine } from './fine'
import { ReaderSkeleton } from './Frame'
import { Generating } from './Generating'
import { Overview } from './Overview'
import { ReadCourse } from './ReadCourse'
import { useExam } from './useExam'
import { useWriting } from './writing'
import classes from './reader.module.css'

const t = texts.reader

export default function CoursePage() {
  const { courseId = '' } = useParams()
  const api = useApi()
  const course = useQuery({
    queryKey: courseKey(courseId),
    queryFn: ({ signal }) => api.course(courseId, signal),
  })
  if (course.data) return <Reader key={courseId} course={course.data} />
  if (course.isError) return <Failed error={course.error} retry={() => void course.refetch()} />
  return <ReaderSkeleton />
}

function Reader({ course }: { course: Course }) {
  const exam = useExam(course.kind === 'exam' ? course.exam_id : null)
  const { owner } = useSession()
  const fine = useFine(course.course_id)
  const writing = useWriting(course.status, course.job_id)
  return (
    <ReadCourse
      course={course}
      exam={exam}
      reader={owner}
      isBeingWritten={writing.isGoingOn}
      above={chapters =>
        course.status === 'generating' && (
          <Generating
            jobId={course.job_id}
            artifact={courseKey(course.course_id)}
            done={doneSoFar(course, chapters)}
          />
        )
      }
      overview={(chapters, reading) => (
        <Overview
          course={course}
          chapters={chapters}
          exam={exam}
          reading={reading}
          writing={writing}
          fine={fine}
        />
      )}
      forAuthor={lesson => <ForAuthor lesson={lesson} course={course} fine={fine} isOpen={writing.isOpen} />}
    />
  )
}

interface ForAuthorProps {
  course: Course
  lesson: Lesson
  fine: Fine
  /** Whether lessons can be changed. */
  isOpen: boolean
}

function ForAuthor({ course, lesson, fine, isOpen }: ForAuthorProps) {
  const place = lessonPointer(lesson)
  return (
    <>
      {isOpen && (
        <Group gap="xs" className={classes.edit ?? ''}>
          <EditLink course={course} lessonId={lesson.id} />
          {course.status !== 'generating' && <Revision key={lesson.id} of={revisedOf(course, lesson.id)} />}
        </Group>
      )}
      <FindingsHere found={findingsIn(course.quality?.findings ?? [], place)} place={place} fine={fine} />
    </>
  )
}

function doneSoFar(course: Course, chapters: readonly Chapter[]): string {
  if (chapters.length === 0) return ''
  const done = chapters.filter(chapter => chapter.isReady).length
  return (course.kind === 'exam' ? t.progress.topics : t.progress.projects)(done, chapters.length)
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div className={classes.narrow}>
      <VisuallyHidden component="h1">{texts.common.failed}</VisuallyHidden>
      <Failure error={error} retry={retry} wayOut={<WayOut to="/courses">{texts.common.toLibrary}</WayOut>} />
    </div>
  )
}
