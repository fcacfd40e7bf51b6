/** Contents: what the course consists of, beside what one reads; on a phone above it, folded. */
import { Box, Collapse, ScrollArea, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import type { AroundPart } from './around'
import { isItsLesson, type Chapter, type Lesson } from './chapters'
import classes from './Contents.module.css'

const t = texts.reader.course

export interface ContentsProps {
  courseId: string
  chapters: readonly Chapter[]
  around: readonly AroundPart[]
  /** null: the overview. */
  current: string | null
  finished: readonly string[]
  isBeingWritten: boolean
}

export function Contents(props: ContentsProps) {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  return (
    <>
      <nav aria-label={t.contents} className={classes.beside}>
        <ScrollArea.Autosize mah="calc(100dvh - 100px)" type="hover" offsetScrollbars="y">
          <Entries {...props} />
        </ScrollArea.Autosize>
      </nav>
      <Box component="nav" aria-label={t.contents} className={classes.above ?? ''}>
        <UnstyledButton className={classes.toggle ?? ''} aria-expanded={isOpen} onClick={toggle}>
          {t.contents}
          <IconChevronDown size={18} aria-hidden />
        </UnstyledButton>
        <Collapse expanded={isOpen} onClick={event => event.target instanceof HTMLAnchorElement && close()}>
          <Entries {...props} />
        </Collapse>
      </Box>
    </>
  )
}

function Entries({ courseId, chapters, around, current, ...rest }: ContentsProps) {
  const coursePath = useCoursePath()
  const link = (part: AroundPart) => (
    <li key={part.id}>
      <Link
        to={coursePath(courseId, part.id)}
        className={classes.link}
        aria-current={part.id === current ? 'page' : undefined}
      >
        {part.title}
      </Link>
    </li>
  )
  return (
    <ul className={classes.list}>
      <li>
        <Link
          to={coursePath(courseId)}
          className={classes.link}
          aria-current={current === null ? 'page' : undefined}
        >
          {t.overview}
        </Link>
      </li>
      {around.filter(part => part.id === 'introduction').map(link)}
      {chapters.map(chapter => (
        <li key={chapter.id}>
          <ChapterEntries {...rest} courseId={courseId} current={current} chapter={chapter} />
        </li>
      ))}
      {around.filter(part => part.id !== 'introduction').map(link)}
    </ul>
  )
}

type ChapterEntriesProps = Omit<ContentsProps, 'chapters' | 'around'> & { chapter: Chapter }

function ChapterEntries({ chapter, ...rest }: ChapterEntriesProps) {
  const [only] = chapter.lessons
  if (only && isItsLesson(chapter)) {
    return <LessonLink {...rest} lesson={only} number={`${chapter.number}`} />
  }
  return (
    <>
      <span className={classes.chapter} dir="auto" data-pending={chapter.lessons.length === 0 || undefined}>
        <span className={classes.number}>{chapter.number}</span>
        <span>
          {chapter.title}
          {chapter.lessons.length === 0 && (
            <span className={classes.state}>{rest.isBeingWritten ? t.pending : t.notWritten}</span>
          )}
        </span>
      </span>
      <ul className={classes.list}>
        {chapter.lessons.map(lesson => (
          <li key={lesson.id}>
            <LessonLink {...rest} lesson={lesson} number={`${chapter.number}.${lesson.number}`} />
          </li>
        ))}
      </ul>
    </>
  )
}

type LessonLinkProps = Omit<ContentsProps, 'chapters' | 'around'> & { lesson: Lesson; number: string }

function LessonLink({ courseId, lesson, number, current, finished }: LessonLinkProps) {
  const coursePath = useCoursePath()
  const isCurrent = lesson.id === current
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isCurrent) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    <Link
      ref={link}
      to={coursePath(courseId, lesson.id)}
      className={classes.link}
      aria-current={isCurrent ? 'page' : undefined}
      dir="auto"
    >
      <span className={classes.number}>{number}</span>
      <span className={classes.title}>{lesson.title}</span>
      {finished.includes(lesson.id) && (
        <IconCheck size={14} stroke={3} className={classes.done} aria-label={t.finished} role="img" />
      )}
    </Link>
  )
}
