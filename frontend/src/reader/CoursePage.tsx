/** CoursePage: a course to read, also while it is being written. */
import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { useApi } from '../api/context'
import type { Course } from '../api/types'
import { Failure } from '../components/states'
import { courseKey } from '../jobs/keys'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { texts } from '../texts'
import { aroundOf } from './around'
import { AroundPage } from './AroundPage'
import { chaptersOf, lessonsOf, type Chapter, type Lesson } from './chapters'
import { Contents } from './Contents'
import { EditLink } from './EditLink'
import { FindingsHere } from './Findings'
import { findingsIn, lessonPointer } from './findings'
import { useFine, type Fine } from './fine'
import { Frame, NoLesson, ReaderSkeleton, useArrival } from './Frame'
import { Generating } from './Generating'
import { useLessonBodyBeforehand } from './lazily'
import { LessonPage } from './LessonPage'
import { Overview } from './Overview'
import { useReading } from './reading'
import { useSession } from '../session/session'
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
  const { lessonId } = useParams()
  const chapters = useMemo(() => chaptersOf(course), [course])
  const lessons = useMemo(() => lessonsOf(chapters), [chapters])
  const exam = useExam(course.kind === 'exam' ? course.exam_id : null)
  const { reading, visit, finish } = useReading(useSession().owner, course.course_id)
  const fine = useFine(course.course_id)
  const lesson = lessons.find(one => one.id === lessonId)
  const around = useMemo(() => aroundOf(course), [course])
  const part = around.find(one => one.id === lessonId)
  const shown = lesson ?? part
  useLessonBodyBeforehand()
  useArrival(lessonId)
  const isUnfinished = course.status === 'generating'
  const writing = useWriting(course.status, course.job_id)
  return (
    <Frame
      contents={
        <Contents
          courseId={course.course_id}
          chapters={chapters}
          around={around}
          current={lessonId ?? null}
          finished={reading.finished}
          isBeingWritten={writing.isGoingOn}
        />
      }
    >
      <PageTitle of={shown ? `${shown.title} · ${course.title}` : course.title} />
      {isUnfinished && (
        <Generating
          jobId={course.job_id}
          artifact={courseKey(course.course_id)}
          done={doneSoFar(course, chapters)}
        />
      )}
      {lessonId === undefined ? (
        <Overview
          course={course}
          chapters={chapters}
          exam={exam}
          reading={reading}
          writing={writing}
          fine={fine}
        />
      ) : lesson ? (
        <LessonPage
          course={course}
          lesson={lesson}
          lessons={lessons}
          exam={exam}
          isBeingWritten={writing.isGoingOn}
          findings={<ForAuthor lesson={lesson} course={course} fine={fine} />}
          onVisit={visit}
          onFinish={finish}
        />
      ) : part ? (
        <AroundPage course={course} part={part} lessons={lessons} />
      ) : (
        <NoLesson course={course} />
      )}
    </Frame>
  )
}

function ForAuthor({ course, lesson, fine }: { course: Course; lesson: Lesson; fine: Fine }) {
  const place = lessonPointer(lesson)
  return (
    <>
      <EditLink course={course} lessonId={lesson.id} />
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
