/** Book: a course as it is printed, with all that is in it. */
import { Title } from '@mantine/core'
import { lessonsOf, type Chapter, type Readable } from './chapters'
import type { useLessonBodyIfLoaded } from './lazily'
import { PrintedAround } from './PrintedAround'
import type { Exam } from './useExam'
import classes from './reader.module.css'

interface Props {
  course: Readable
  chapters: readonly Chapter[]
  exam: Exam
  isBeingWritten: boolean
  LessonBody: NonNullable<ReturnType<typeof useLessonBodyIfLoaded>>
}

export function Book({ course, ...rest }: Props) {
  const lessons = lessonsOf(rest.chapters)
  return (
    <>
      <PrintedAround course={course} ids={['introduction']} lessons={lessons} />
      <Everything {...rest} />
      <PrintedAround course={course} ids={['summary', 'glossary', 'final-exam']} lessons={lessons} />
    </>
  )
}

function Everything({ chapters, exam, isBeingWritten, LessonBody }: Omit<Props, 'course'>) {
  return chapters.map(chapter => (
    <section key={chapter.id} className={classes.printed}>
      <Title order={2} dir="auto">
        {chapter.number}. {chapter.title}
      </Title>
      <p dir="auto">{chapter.description}</p>
      {chapter.lessons.map(lesson => (
        <article key={lesson.id} data-printed-lesson={lesson.id}>
          <Title order={3} dir="auto">
            {chapter.number}.{lesson.number} {lesson.title}
          </Title>
          <LessonBody lesson={lesson} exam={exam} level={4} isBeingWritten={isBeingWritten} />
        </article>
      ))}
    </section>
  ))
}
