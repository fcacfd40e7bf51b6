/** Owned: what somebody has made, renamed, deleted, and brought back within the service's seven days. */
import type { ApiClient } from './client'
import { once } from './transport'

export interface Owned {
  readonly kind: 'exam' | 'course' | 'program' | 'job'
  readonly id: string
  readonly title: string
}

/** A job keeps the title that it was started with, whatever its document is called later. */
export type Renamable = Owned & { readonly kind: Exclude<Owned['kind'], 'job'> }

export async function remove({ http }: ApiClient, { kind, id }: Owned): Promise<void> {
  if (kind === 'exam') await http.DELETE('/v1/exams/{exam_id}', { params: { path: { exam_id: id } } })
  if (kind === 'course') await http.DELETE('/v1/courses/{course_id}', { params: { path: { course_id: id } } })
  if (kind === 'program') {
    await http.DELETE('/v1/programs/{program_id}', { params: { path: { program_id: id } } })
  }
  if (kind === 'job') await http.DELETE('/v1/jobs/{job_id}', { params: { path: { job_id: id } } })
}

export async function restore({ http }: ApiClient, { kind, id }: Owned): Promise<void> {
  if (kind === 'exam') await http.POST('/v1/exams/{exam_id}/restore', { params: { path: { exam_id: id } } })
  if (kind === 'course') {
    await http.POST('/v1/courses/{course_id}/restore', { params: { path: { course_id: id } } })
  }
  if (kind === 'program') {
    await http.POST('/v1/programs/{program_id}/restore', { params: { path: { program_id: id } } })
  }
  if (kind === 'job') await http.POST('/v1/jobs/{job_id}/restore', { params: { path: { job_id: id } } })
}

/** `key`: the same for what is to be one copy. */
export async function copyCourse({ http }: ApiClient, id: string, key: string): Promise<void> {
  const params = { path: { course_id: id }, header: once(key) }
  await http.POST('/v1/courses/{course_id}/copy', { params })
}

export async function rename({ http }: ApiClient, { kind, id }: Renamable, title: string): Promise<void> {
  const body = { title }
  if (kind === 'exam') await http.PATCH('/v1/exams/{exam_id}', { params: { path: { exam_id: id } }, body })
  if (kind === 'course') {
    await http.PATCH('/v1/courses/{course_id}', { params: { path: { course_id: id } }, body })
  }
  if (kind === 'program') {
    await http.PATCH('/v1/programs/{program_id}', { params: { path: { program_id: id } }, body })
  }
}
