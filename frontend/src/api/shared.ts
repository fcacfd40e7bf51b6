/** Shared: a course as whoever has its link reads it, without signing in. */
import createClient from 'openapi-fetch'
import type { paths } from './schema'
import { answeredToAnyone, given, until } from './transport'
import type { SharedCourse } from './types'

export async function sharedCourse(slug: string, signal?: AbortSignal): Promise<SharedCourse> {
  const http = createClient<paths>({ baseUrl: location.origin, fetch: answeredToAnyone })
  return given(await http.GET('/v1/shared/{slug}', { params: { path: { slug } }, ...until(signal) }))
}
