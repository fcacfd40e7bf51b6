/** AroundPage: one of the parts that a course has besides its lessons. */
import { Anchor, Skeleton, Text, Title } from '@mantine/core'
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { Course } from '../api/types'
import { Boundary } from '../components/Boundary'
import { coursePath } from './addresses'
import type { AroundPart } from './around'
import type { Lesson } from './chapters'
import { AroundBody } from './lazily'
import classes from './reader.module.css'

interface Props {
  course: Course
  part: AroundPart
  lessons: readonly Lesson[]
}

export function AroundPage({ course, part, lessons }: Props) {
  return (
    <article className={classes.lesson} data-around={part.id}>
      <header>
        <Text size="sm" c="dimmed" className={classes.part ?? ''} dir="auto">
          <Anchor component={Link} to={coursePath(course.course_id)} inherit>
            {course.title}
          </Anchor>
        </Text>
        <Title order={1} dir="auto" tabIndex={-1} className={classes.title ?? ''} data-focus-on-arrival>
          {part.title}
        </Title>
      </header>
      <Boundary key={part.id}>
        <Suspense fallback={<Skeleton h={220} mt="lg" />}>
          <AroundBody course={course} id={part.id} lessons={lessons} level={2} />
        </Suspense>
      </Boundary>
    </article>
  )
}
