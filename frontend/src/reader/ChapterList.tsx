/** ChapterList: what is in a course, with the way to each lesson. */
import { Title } from '@mantine/core'
import { Link } from 'react-router'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import { isItsLesson, type Chapter, type Readable } from './chapters'
import classes from './reader.module.css'

const t = texts.reader.course

interface ChapterListProps {
  course: Readable
  chapters: readonly Chapter[]
  finished: readonly string[]
  isBeingWritten: boolean
}

export function ChapterList({ chapters, ...rest }: ChapterListProps) {
  if (chapters.length === 0) return null
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {t.chapters}
      </Title>
      <ol className={classes.chapters}>
        {chapters.map(chapter => (
          <li key={chapter.id} className={classes.chapter} data-chapter={chapter.id}>
            <ChapterEntry chapter={chapter} {...rest} />
          </li>
        ))}
      </ol>
    </section>
  )
}

type ChapterEntryProps = { chapter: Chapter } & Omit<ChapterListProps, 'chapters'>

function ChapterEntry({ chapter, course, finished, isBeingWritten }: ChapterEntryProps) {
  const coursePath = useCoursePath()
  const [only] = chapter.lessons
  const alone = only && isItsLesson(chapter) ? only : undefined
  return (
    <>
      <Title order={3} size="h5" dir="auto" className={classes.chapterTitle ?? ''}>
        <span className={classes.number}>{chapter.number}</span>
        {alone ? <Link to={coursePath(course.course_id, alone.id)}>{alone.title}</Link> : chapter.title}
      </Title>
      {chapter.description && (
        <p className={classes.description} dir="auto">
          {chapter.description}
        </p>
      )}
      {!chapter.isReady && (
        <p className={classes.pending} data-pending>
          {isBeingWritten ? t.pending : t.notWritten}
        </p>
      )}
      {!alone && chapter.lessons.length > 0 && (
        <ul className={classes.lessons}>
          {chapter.lessons.map(lesson => (
            <li key={lesson.id} dir="auto" data-finished={finished.includes(lesson.id) || undefined}>
              <Link to={coursePath(course.course_id, lesson.id)}>{lesson.title}</Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
