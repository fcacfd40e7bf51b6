/** ArticleHead: where one is in a course, and the title that is read first on arrival. */
import { Anchor, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useCoursePath } from './addresses'
import type { Readable } from './chapters'
import classes from './reader.module.css'

interface Props {
  course: Readable
  title: string
  /** After the course's title. */
  children?: ReactNode
}

export function ArticleHead({ course, title, children }: Props) {
  const coursePath = useCoursePath()
  return (
    <header>
      <Text size="sm" c="dimmed" className={classes.part ?? ''} dir="auto">
        <Anchor component={Link} to={coursePath(course.course_id)} inherit>
          {course.title}
        </Anchor>
        {children}
      </Text>
      <Title order={1} dir="auto" tabIndex={-1} className={classes.title ?? ''} data-focus-on-arrival>
        {title}
      </Title>
    </header>
  )
}
