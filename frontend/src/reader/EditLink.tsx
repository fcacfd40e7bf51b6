import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Course } from '../api/types'
import { texts } from '../texts'
import { editPath } from './addresses'

/** Leads to the editor of a lesson. */
export function EditLink({ course, lessonId }: { course: Course; lessonId: string }) {
  return (
    <Button
      component={Link}
      to={editPath(course.course_id, lessonId)}
      variant="default"
      size="xs"
      leftSection={<IconPencil size={16} aria-hidden />}
    >
      {texts.reader.course.edit}
    </Button>
  )
}
