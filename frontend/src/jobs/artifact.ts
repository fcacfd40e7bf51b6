/** Where what a job makes can be looked at. */
import type { Job } from '../api/types'
import { wordsOf } from './pipelines'

/** Address in this page, also while the job is still writing it; null as long as there is nothing. */
export function artifactPath({ job_id, pipeline, artifact }: Pick<Job, 'job_id' | 'pipeline' | 'artifact'>) {
  if (!artifact) return null
  const ids: Partial<Record<string, string>> = { ...artifact, job_id }
  const address = wordsOf(pipeline).address
  const isKnown = [...address.matchAll(NAME)].every(([, name]) => ids[name ?? ''] !== undefined)
  if (!address || !isKnown) return null
  return address.replaceAll(NAME, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
}

const NAME = /\{(\w+)\}/g
