/** Lessons: the routes of one lesson. Not of the client's class, since views that read do without them. */
import type { ApiClient } from './client'
import type { components } from './schema'
import { given, until } from './transport'

type Schemas = components['schemas']

export type LessonOfExam = Schemas['LessonOfExam']
export type LessonOfProject = Schemas['LessonOfProject']
export type EditedLesson = LessonOfExam | LessonOfProject
export type LessonVersion = Schemas['VersionView']

export interface LessonPlace {
  readonly courseId: string
  readonly lessonId: string
}

/** `version`: another one than the live one, which comes with what the quality rules find in it. */
export async function lesson(
  { http }: ApiClient,
  place: LessonPlace,
  signal?: AbortSignal,
  version?: string,
): Promise<EditedLesson> {
  const params = { path: pathOf(place), query: version === undefined ? {} : { version } }
  return given(await http.GET('/v1/courses/{course_id}/lessons/{lesson_id}', { params, ...until(signal) }))
}

/** `version`: the one that it takes the place of; any other one is answered 412. */
export async function putLesson(
  { http }: ApiClient,
  place: LessonPlace,
  lesson: EditedLesson,
  version: string,
): Promise<EditedLesson> {
  const params = { path: pathOf(place), header: { 'if-match': `"${version}"` } }
  const body = { ...lesson }
  return given(await http.PUT('/v1/courses/{course_id}/lessons/{lesson_id}', { params, body }))
}

/** Newest first. */
export async function lessonVersions(
  { http }: ApiClient,
  place: LessonPlace,
  signal?: AbortSignal,
): Promise<readonly LessonVersion[]> {
  const params = { path: pathOf(place) }
  const route = '/v1/courses/{course_id}/lessons/{lesson_id}/versions'
  return given(await http.GET(route, { params, ...until(signal) })).versions
}

/** Makes a version live. */
export async function restoreLesson(
  { http }: ApiClient,
  place: LessonPlace,
  version: string,
): Promise<EditedLesson> {
  const params = { path: pathOf(place) }
  const route = '/v1/courses/{course_id}/lessons/{lesson_id}/restore'
  return given(await http.POST(route, { params, body: { version } }))
}

function pathOf({ courseId, lessonId }: LessonPlace) {
  return { course_id: courseId, lesson_id: lessonId }
}
