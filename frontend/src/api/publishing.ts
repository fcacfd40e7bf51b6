/** Publishing: a course for others than its author. */
import type { ApiClient } from './client'
import { given } from './transport'
import type { Course } from './types'

export interface Publish {
  /** Who may read it by its link; left out: as it is. */
  readonly link?: 'none' | 'anyone'
  /** A person has seen what the quality rules found. */
  readonly accept?: boolean
}

export async function publishCourse(
  { http }: ApiClient,
  courseId: string,
  { link, accept = false }: Publish,
): Promise<Course> {
  const body = { accept_findings: accept, ...(link && { link }) }
  const params = { path: { course_id: courseId } }
  return given(await http.POST('/v1/courses/{course_id}/publish', { params, body }))
}

export async function unpublishCourse({ http }: ApiClient, courseId: string): Promise<Course> {
  const params = { path: { course_id: courseId } }
  return given(await http.POST('/v1/courses/{course_id}/unpublish', { params }))
}
