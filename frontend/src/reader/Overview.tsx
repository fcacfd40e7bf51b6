/** Overview: what a course is, what is in it, what it is made from; printed, it is the whole course. */
import { Button, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Course, ExamCourse } from '../api/types'
import { texts } from '../texts'
import { coursePath } from './addresses'
import { date } from './amounts'
import { Book } from './Book'
import { lessonsOf, type Chapter } from './chapters'
import { ChapterList } from './ChapterList'
import { CourseActions } from './CourseActions'
import { DoubtfulKeys } from './DoubtfulKeys'
import { checkedBy } from './doubts'
import { Fact, Facts } from './Facts'
import { FindingsOverview } from './Findings'
import { lessonPointer } from './findings'
import type { Fine } from './fine'
import { useLessonBodyIfLoaded } from './lazily'
import { usePrinting } from './printing'
import { Publishing } from './Publishing'
import type { Reading } from './reading'
import { referencesOf } from './references'
import { Sources } from './Sources'
import type { Exam } from './useExam'
import type { Writing } from './writing'
import classes from './reader.module.css'

const t = texts.reader.course

interface Props {
  course: Course
  chapters: readonly Chapter[]
  exam: Exam
  reading: Reading
  writing: Writing
  fine: Fine
}

export function Overview({ course, chapters, exam, reading, writing, fine }: Props) {
  const isPrinting = usePrinting()
  const LessonBody = useLessonBodyIfLoaded()
  const lessons = lessonsOf(chapters)
  const checkers = checkedBy(course)
  const next = lessons.find(lesson => lesson.id === reading.last) ?? lessons[0]
  const library = texts.reader.library
  return (
    <article>
      <header className={classes.head}>
        <Title order={1} dir="auto" className={classes.title ?? ''}>
          {course.title}
        </Title>
        {course.kind === 'project' && course.description && (
          <p className={classes.lead} dir="auto">
            {course.description}
          </p>
        )}
        <Facts look={writing.look} madeBy={course.made_by}>
          {checkers.length > 0 && <Fact>{texts.reader.checkedBy(checkers)}</Fact>}
          <Fact>
            {course.kind === 'exam' ? library.topics(chapters.length) : library.projects(chapters.length)}
            {' · '}
            {library.lessons(lessons.length)}
          </Fact>
          <Fact>
            {course.published_at
              ? texts.reader.published(date(course.published_at))
              : texts.reader.created(date(course.created_at))}
          </Fact>
        </Facts>
        <div className={classes.begin}>
          {next && (
            <Button
              component={Link}
              to={coursePath(course.course_id, next.id)}
              rightSection={<IconArrowRight size={18} aria-hidden />}
            >
              {reading.last === next.id ? t.goOn : t.begin}
            </Button>
          )}
          <CourseActions course={course} />
        </div>
      </header>
      <Publishing course={course} />
      <FindingsOverview
        found={course.quality?.findings ?? []}
        places={lessons.map(lesson => ({
          title: lesson.title,
          to: coursePath(course.course_id, lesson.id),
          pointer: lessonPointer(lesson),
        }))}
        fine={fine}
      />
      {isPrinting && LessonBody ? (
        <Book
          course={course}
          chapters={chapters}
          exam={exam}
          isBeingWritten={writing.isGoingOn}
          LessonBody={LessonBody}
        />
      ) : (
        <ChapterList
          course={course}
          chapters={chapters}
          finished={reading.finished}
          isBeingWritten={writing.isGoingOn}
        />
      )}
      {course.kind === 'exam' && <DoubtfulKeys course={course} exam={exam} />}
      {course.kind === 'exam' && <MadeFrom course={course} exam={exam} />}
    </article>
  )
}

function MadeFrom({ course, exam }: { course: ExamCourse; exam: Exam }) {
  const { questions_total, questions_covered, missing } = course.coverage
  const references = referencesOf(exam.questions.values())
  const isDone = course.status !== 'generating'
  return (
    <>
      <section className={classes.section}>
        <Title order={2} size="h3">
          {t.coverage}
        </Title>
        <p>{(isDone ? t.covered : t.soFar)(questions_covered, questions_total)}</p>
        {isDone && missing.length > 0 && (
          <>
            <p>{t.missing}</p>
            <ul className={classes.list}>
              {missing.map(id => (
                <li key={id} dir="auto">
                  {id}
                  {exam.questions.has(id) && `: ${exam.questions.get(id)?.text ?? ''}`}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {references.length > 0 && (
        <section className={classes.section}>
          <Title order={2} size="h3">
            {t.sources}
          </Title>
          <p className={classes.under}>{t.sourcesText}</p>
          <Sources references={references} />
        </section>
      )}
    </>
  )
}
