/** PrintedAround: what a course has besides its lessons, on paper behind or before them. */
import { Title } from '@mantine/core'
import { aroundOf, type AroundId } from './around'
import type { Lesson, Readable } from './chapters'
import { useAroundBodyIfLoaded } from './lazily'
import classes from './reader.module.css'

interface Props {
  course: Readable
  ids: readonly AroundId[]
  lessons: readonly Lesson[]
}

export function PrintedAround({ course, ids, lessons }: Props) {
  const AroundBody = useAroundBodyIfLoaded()
  if (!AroundBody) return null
  return aroundOf(course)
    .filter(part => ids.includes(part.id))
    .map(part => (
      <section key={part.id} className={classes.printed} data-around={part.id}>
        <Title order={2} dir="auto">
          {part.title}
        </Title>
        <AroundBody course={course} id={part.id} lessons={lessons} level={3} />
      </section>
    ))
}
