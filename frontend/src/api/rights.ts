/** Rights: everything of the caller, exported or erased. Not of the client's class, since its other views do without
 * them. */
import type { ApiFile } from './file'
import type { ApiClient } from './client'
import { given, until } from './transport'
import type { Job } from './types'

export const EXPORT = 'data_export'
export const ERASURE = 'data_erasure'

/** What an export leaves: pieces that in order are one JSON file. */
export interface Archive {
  readonly archive_id: string
  readonly pieces: number
  /** B. */
  readonly size: number
  readonly expires_at: string
}

/** What an erasure leaves. */
export interface Receipt {
  /** How many things of each kind. */
  readonly erased: Readonly<Record<string, number>>
  readonly kept: readonly string[]
  readonly erased_at: string
}

/** The job that is active, where there is one. */
export async function exportMe({ http }: ApiClient): Promise<Job> {
  return given(await http.GET('/v1/me/export'))
}

export async function eraseMe({ http }: ApiClient): Promise<Job> {
  return given(await http.DELETE('/v1/me'))
}

/** The newest job of a kind; null where there is none any more. */
export async function newest(
  { http }: ApiClient,
  pipeline: typeof EXPORT | typeof ERASURE,
  signal?: AbortSignal,
): Promise<Job | null> {
  const params = { query: { pipeline, limit: 1 } }
  const { jobs } = given(await http.GET('/v1/jobs', { params, ...until(signal) }))
  return jobs[0] ?? null
}

/** One piece after the other; `told` how many are there. */
export async function archiveFile(
  { http }: ApiClient,
  { archive_id, pieces }: Archive,
  told: (pieces: number) => void,
): Promise<ApiFile> {
  const parts: Blob[] = []
  for (let piece = 1; piece <= pieces; piece++) {
    const params = { path: { archive_id }, query: { piece } }
    const { response } = await http.GET('/v1/me/archives/{archive_id}', { params, parseAs: 'stream' })
    parts.push(await response.blob())
    told(piece)
  }
  const content = new Blob(parts, { type: 'application/json' })
  return { name: `coursemill-${archive_id}.json`, content }
}
