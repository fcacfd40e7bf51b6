/** Frame: contents beside what one reads, of any course. */
import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Empty } from '../components/states'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import type { Readable } from './chapters'
import classes from './reader.module.css'

export function Frame({ contents, children }: { contents: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.frame}>
      {contents}
      <div className={classes.page}>{children}</div>
    </div>
  )
}

export function ReaderSkeleton() {
  return (
    <Frame
      contents={
        <Stack gap="sm" visibleFrom="md" aria-hidden>
          {[70, 90, 80, 85, 60].map((width, index) => (
            <Skeleton key={index} h={18} w={`${width}%`} />
          ))}
        </Stack>
      }
    >
      <Stack role="status" aria-label={texts.common.loading}>
        <Skeleton h={38} w="70%" />
        <Skeleton h={22} w="45%" />
        <Skeleton h={36} w={220} />
        <Skeleton h={220} mt="lg" />
      </Stack>
    </Frame>
  )
}

/** To the top and to the title of what one has chosen; not when the page is just opened. */
export function useArrival(lessonId: string | undefined): void {
  const before = useRef(lessonId)
  useEffect(() => {
    if (before.current === lessonId) return
    before.current = lessonId
    window.scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('[data-focus-on-arrival]')?.focus({ preventScroll: true })
  }, [lessonId])
}

export function NoLesson({ course }: { course: Readable }) {
  const coursePath = useCoursePath()
  return (
    <>
      <VisuallyHidden component="h1">{course.title}</VisuallyHidden>
      <Empty
        title={texts.reader.course.noLesson}
        text={texts.reader.course.noLessonText}
        action={
          <Button component={Link} to={coursePath(course.course_id)} variant="default">
            {texts.reader.course.toOverview}
          </Button>
        }
      />
    </>
  )
}
