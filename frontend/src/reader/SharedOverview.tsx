/** SharedOverview: what a course is and what is in it, for readers who are not its author. */
import { Button, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { SharedCourse } from '../api/types'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import { date } from './amounts'
import { Book } from './Book'
import { ChapterList } from './ChapterList'
import { lessonsOf, type Chapter, type Readable } from './chapters'
import { Fact, MadeBy } from './Facts'
import { fetchLessonBody, useLessonBodyIfLoaded } from './lazily'
import { PrintButton } from './PrintButton'
import { usePrinting } from './printing'
import type { Reading } from './reading'
import type { Exam } from './useExam'
import classes from './reader.module.css'

const t = texts.reader

interface Props {
  shared: SharedCourse
  course: Readable
  exam: Exam
  chapters: readonly Chapter[]
  reading: Reading
}

export function SharedOverview({ shared, course, exam, chapters, reading }: Props) {
  const isPrinting = usePrinting()
  const LessonBody = useLessonBodyIfLoaded()
  return (
    <article>
      <Head shared={shared} chapters={chapters} reading={reading} />
      {isPrinting && LessonBody ? (
        <Book
          course={course}
          chapters={chapters}
          exam={exam}
          isBeingWritten={false}
          LessonBody={LessonBody}
        />
      ) : (
        <ChapterList course={course} chapters={chapters} finished={reading.finished} isBeingWritten={false} />
      )}
    </article>
  )
}

function Head({ shared, chapters, reading }: Omit<Props, 'course' | 'exam'>) {
  const coursePath = useCoursePath()
  const lessons = lessonsOf(chapters)
  const next = lessons.find(lesson => lesson.id === reading.last) ?? lessons[0]
  const library = t.library
  return (
    <header className={classes.head}>
      <Title order={1} dir="auto" className={classes.title ?? ''}>
        {shared.title}
      </Title>
      {shared.kind === 'project' && shared.description && (
        <p className={classes.lead} dir="auto">
          {shared.description}
        </p>
      )}
      <ul className={classes.facts}>
        {shared.made_by !== null && (
          <li>
            <MadeBy madeBy={shared.made_by} />
          </li>
        )}
        <Fact>
          {(shared.kind === 'exam' ? library.topics : library.projects)(chapters.length)}
          {' · '}
          {library.lessons(lessons.length)}
        </Fact>
        {shared.audience && <Fact>{texts.sharing.audience(shared.audience)}</Fact>}
        {shared.published_at && <Fact>{t.published(date(shared.published_at))}</Fact>}
      </ul>
      <div className={classes.begin}>
        {next && (
          <Button
            component={Link}
            to={coursePath(shared.slug, next.id)}
            rightSection={<IconArrowRight size={18} aria-hidden />}
          >
            {reading.last === next.id ? t.course.goOn : t.course.begin}
          </Button>
        )}
        <PrintButton prepare={fetchLessonBody} />
      </div>
    </header>
  )
}
