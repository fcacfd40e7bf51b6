/** Where what a job makes can be looked at. */
import type { Job } from '../api/types'
import { wordsOf } from './pipelines'

/** Address in this page, also while the job is still writing it; null as long as there is nothing. */
export function artifactPath({ job_id, pipeline, artifact, result }: Made): string | null {
  if (!artifact && !result) return null
  const ids: Partial<Record<string, unknown>> = { ...result, ...artifact, job_id }
  const address = wordsOf(pipeline).address
  const isKnown = [...address.matchAll(NAME)].every(([, name]) => typeof ids[name ?? ''] === 'string')
  if (!address || !isKnown) return null
  return address.replaceAll(NAME, (_, name: string) => encodeURIComponent(String(ids[name])))
}

type Made = Pick<Job, 'job_id' | 'pipeline' | 'artifact'> & Partial<Pick<Job, 'result'>>

const NAME = /\{(\w+)\}/g
