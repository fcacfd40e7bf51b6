/** AroundPage: one of the parts that a course has besides its lessons. */
import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import { Boundary } from '../components/Boundary'
import { ArticleHead } from './ArticleHead'
import type { AroundPart } from './around'
import type { Lesson, Readable } from './chapters'
import { AroundBody } from './lazily'
import classes from './reader.module.css'

interface Props {
  course: Readable
  part: AroundPart
  lessons: readonly Lesson[]
}

export function AroundPage({ course, part, lessons }: Props) {
  return (
    <article className={classes.lesson} data-around={part.id}>
      <ArticleHead course={course} title={part.title} />
      <Boundary key={part.id}>
        <Suspense fallback={<Skeleton h={220} mt="lg" />}>
          <AroundBody course={course} id={part.id} lessons={lessons} level={2} />
        </Suspense>
      </Boundary>
    </article>
  )
}
