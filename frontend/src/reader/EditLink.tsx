import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Course } from '../api/types'
import { texts } from '../texts'
import { editPath } from './addresses'
import classes from './reader.module.css'

/** Leads to the editor of a lesson; nowhere while a job writes the course. */
export function EditLink({ course, lessonId }: { course: Course; lessonId: string }) {
  if (course.status === 'generating') return null
  return (
    <Button
      component={Link}
      to={editPath(course.course_id, lessonId)}
      variant="default"
      size="xs"
      className={classes.edit ?? ''}
      leftSection={<IconPencil size={16} aria-hidden />}
    >
      {texts.reader.course.edit}
    </Button>
  )
}
