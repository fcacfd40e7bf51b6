/** LessonPage: one lesson, with the way to those before and after it. */
import { Group, Skeleton, Stack } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { Suspense, useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Boundary } from '../components/Boundary'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import { ArticleHead } from './ArticleHead'
import type { Lesson, Readable } from './chapters'
import { LessonBody } from './lazily'
import type { Exam } from './useExam'
import classes from './reader.module.css'

const t = texts.reader.course

interface Props {
  course: Readable
  lesson: Lesson
  lessons: readonly Lesson[]
  exam: Exam
  isBeingWritten: boolean
  /** Below the title. */
  forAuthor?: ReactNode
  onVisit: (lessonId: string) => void
  onFinish: (lessonId: string) => void
}

export function LessonPage({
  course,
  lesson,
  lessons,
  exam,
  isBeingWritten,
  forAuthor,
  onVisit,
  onFinish,
}: Props) {
  useEffect(() => onVisit(lesson.id), [lesson.id]) // eslint-disable-line react-hooks/exhaustive-deps
  const place = lessons.findIndex(one => one.id === lesson.id)
  return (
    <article className={classes.lesson} data-lesson={lesson.id}>
      <ArticleHead course={course} title={lesson.title}>
        {lesson.chapter.title !== lesson.title && <> · {lesson.chapter.title}</>}
      </ArticleHead>
      {forAuthor}
      {/* What one has answered belongs to the lesson, not to the place on the page. */}
      <Boundary key={lesson.id}>
        <Suspense fallback={<BodySkeleton />}>
          <LessonBody lesson={lesson} exam={exam} level={2} isBeingWritten={isBeingWritten} />
          <End onSeen={() => onFinish(lesson.id)} />
        </Suspense>
      </Boundary>
      <ReadingOn course={course} previous={lessons[place - 1]} next={lessons[place + 1]} />
    </article>
  )
}

/** The end of a lesson: once it has been seen, the lesson counts as read. */
function End({ onSeen }: { onSeen: () => void }) {
  const { ref, entry } = useIntersection()
  const wasSeen = useRef(false)
  useEffect(() => {
    if (!entry?.isIntersecting || wasSeen.current) return
    wasSeen.current = true
    onSeen()
  })
  return <div ref={ref} aria-hidden />
}

function ReadingOn(props: { course: Readable; previous: Lesson | undefined; next: Lesson | undefined }) {
  const { course, previous, next } = props
  const coursePath = useCoursePath()
  return (
    <nav aria-label={t.onwards} className={classes.onwards}>
      {previous ? (
        <Step
          course={course}
          lesson={previous}
          label={t.previous}
          icon={<IconArrowLeft size={18} aria-hidden />}
        />
      ) : (
        <span />
      )}
      {next ? (
        <Step
          course={course}
          lesson={next}
          label={t.next}
          icon={<IconArrowRight size={18} aria-hidden />}
          isNext
        />
      ) : (
        <Link to={coursePath(course.course_id)} className={classes.step} data-next>
          {t.toOverview}
        </Link>
      )}
    </nav>
  )
}

interface StepProps {
  course: Readable
  lesson: Lesson
  label: string
  icon: ReactNode
  isNext?: boolean
}

function Step({ course, lesson, label, icon, isNext = false }: StepProps) {
  const coursePath = useCoursePath()
  return (
    <Link
      to={coursePath(course.course_id, lesson.id)}
      className={classes.step}
      rel={isNext ? 'next' : 'prev'}
      data-next={isNext || undefined}
    >
      <Group gap={6} component="span" wrap="nowrap" className={classes.stepLabel ?? ''}>
        {!isNext && icon}
        {label}
        {isNext && icon}
      </Group>
      <span className={classes.stepTitle} dir="auto">
        {lesson.title}
      </span>
    </Link>
  )
}

function BodySkeleton() {
  return (
    <Stack gap="sm" mt="lg" aria-hidden>
      {[100, 96, 98, 60, 100, 92, 97, 40].map((width, index) => (
        <Skeleton key={index} h={16} w={`${width}%`} />
      ))}
    </Stack>
  )
}
