/** ReadCourse: a course beside its contents, its overview or one of its parts, whoever reads it. */
import { useMemo, type ReactNode } from 'react'
import { useParams } from 'react-router'
import { PageTitle } from '../components/PageTitle'
import { aroundOf } from './around'
import { AroundPage } from './AroundPage'
import { chaptersOf, lessonsOf, type Chapter, type Lesson, type Readable } from './chapters'
import { Contents } from './Contents'
import { Frame, NoLesson, useArrival } from './Frame'
import { useLessonBodyBeforehand } from './lazily'
import { LessonPage } from './LessonPage'
import { useReading, type Reading } from './reading'
import type { Exam } from './useExam'

interface Props {
  readonly course: Readable
  readonly exam: Exam
  /** Who is signed in; '' where nobody needs to be. */
  readonly reader: string
  readonly isBeingWritten?: boolean
  /** Before whatever of it is read. */
  readonly above?: (chapters: readonly Chapter[]) => ReactNode
  readonly overview: (chapters: readonly Chapter[], reading: Reading) => ReactNode
  /** Of a lesson, for its author, below the title. */
  readonly forAuthor?: (lesson: Lesson) => ReactNode
}

export function ReadCourse(props: Props) {
  const { course, exam, reader, isBeingWritten = false, above, overview, forAuthor } = props
  const { lessonId } = useParams()
  const chapters = useMemo(() => chaptersOf(course), [course])
  const lessons = useMemo(() => lessonsOf(chapters), [chapters])
  const around = useMemo(() => aroundOf(course), [course])
  const { reading, visit, finish } = useReading(reader, course.course_id)
  const lesson = lessons.find(one => one.id === lessonId)
  const part = around.find(one => one.id === lessonId)
  const shown = lesson ?? part
  useLessonBodyBeforehand()
  useArrival(lessonId)
  return (
    <Frame
      contents={
        <Contents
          courseId={course.course_id}
          chapters={chapters}
          around={around}
          current={lessonId ?? null}
          finished={reading.finished}
          isBeingWritten={isBeingWritten}
        />
      }
    >
      <PageTitle of={shown ? `${shown.title} · ${course.title}` : course.title} />
      {above?.(chapters)}
      {lessonId === undefined ? (
        overview(chapters, reading)
      ) : lesson ? (
        <LessonPage
          course={course}
          lesson={lesson}
          lessons={lessons}
          exam={exam}
          isBeingWritten={isBeingWritten}
          forAuthor={forAuthor?.(lesson)}
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
