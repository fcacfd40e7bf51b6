/** SharedPage: a course that is read by its link, without signing in; nothing of it is its author's. */
import { Button, Title, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconArrowRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { ApiProblem } from '../api/errors'
import { sharedCourse } from '../api/shared'
import type { SharedCourse } from '../api/types'
import { PageTitle } from '../components/PageTitle'
import { Empty, Failure } from '../components/states'
import { texts } from '../texts'
import { CoursePathContext, sharedPath } from './addresses'
import { date } from './amounts'
import { aroundOf } from './around'
import { AroundPage } from './AroundPage'
import { Book } from './Book'
import { ChapterList } from './ChapterList'
import { chaptersOf, lessonsOf, type Chapter, type Readable } from './chapters'
import { Contents } from './Contents'
import { Fact, MadeBy } from './Facts'
import { Frame, NoLesson, ReaderSkeleton, useArrival } from './Frame'
import { fetchLessonBody, useLessonBodyBeforehand, useLessonBodyIfLoaded } from './lazily'
import { LessonPage } from './LessonPage'
import { PrintButton } from './PrintButton'
import { usePrinting } from './printing'
import { useReading, type Reading } from './reading'
import { HIDDEN_EXAM, readableOf } from './shared'
import classes from './reader.module.css'

const t = texts.reader

export default function SharedPage() {
  const { slug = '' } = useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['shared', slug],
    queryFn: ({ signal }) => sharedCourse(slug, signal),
  })
  return (
    <CoursePathContext value={sharedPath}>
      {/* A link that is passed on is no page to be found. */}
      <meta name="robots" content="noindex" />
      {data ? (
        <Reader key={slug} shared={data} />
      ) : error ? (
        <NotShown error={error} retry={refetch} />
      ) : (
        <ReaderSkeleton />
      )}
    </CoursePathContext>
  )
}

function NotShown({ error, retry }: { error: Error; retry: () => unknown }) {
  // An address that can be none of a course is refused as such.
  const isNone = error instanceof ApiProblem && (error.status === 404 || error.status === 422)
  return (
    <div className={classes.narrow}>
      <PageTitle of={isNone ? texts.sharing.gone : texts.common.failed} />
      <VisuallyHidden component="h1">{isNone ? texts.sharing.gone : texts.common.failed}</VisuallyHidden>
      {isNone ? (
        <Empty title={texts.sharing.gone} text={texts.sharing.goneText} />
      ) : (
        <Failure error={error} retry={() => void retry()} />
      )}
    </div>
  )
}

function Reader({ shared }: { shared: SharedCourse }) {
  const { lessonId } = useParams()
  const course = useMemo(() => readableOf(shared), [shared])
  const chapters = useMemo(() => chaptersOf(course), [course])
  const lessons = useMemo(() => lessonsOf(chapters), [chapters])
  const around = useMemo(() => aroundOf(course), [course])
  const { reading, visit, finish } = useReading('', course.course_id)
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
          isBeingWritten={false}
        />
      }
    >
      <PageTitle of={shown ? `${shown.title} · ${course.title}` : course.title} />
      {lessonId === undefined ? (
        <Overview shared={shared} course={course} chapters={chapters} reading={reading} />
      ) : lesson ? (
        <LessonPage
          course={course}
          lesson={lesson}
          lessons={lessons}
          exam={HIDDEN_EXAM}
          isBeingWritten={false}
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

interface OverviewProps {
  shared: SharedCourse
  course: Readable
  chapters: readonly Chapter[]
  reading: Reading
}

function Overview({ shared, course, chapters, reading }: OverviewProps) {
  const isPrinting = usePrinting()
  const LessonBody = useLessonBodyIfLoaded()
  return (
    <article>
      <Head shared={shared} chapters={chapters} reading={reading} />
      {isPrinting && LessonBody ? (
        <Book
          course={course}
          chapters={chapters}
          exam={HIDDEN_EXAM}
          isBeingWritten={false}
          LessonBody={LessonBody}
        />
      ) : (
        <ChapterList course={course} chapters={chapters} finished={reading.finished} isBeingWritten={false} />
      )}
    </article>
  )
}

function Head({ shared, chapters, reading }: Omit<OverviewProps, 'course'>) {
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
            to={sharedPath(shared.slug, next.id)}
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
