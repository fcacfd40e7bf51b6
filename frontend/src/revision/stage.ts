/** Stage: how far the dialog of a revision is, as its address says, so that a reload and a link show it again. */

export type Stage =
  | { readonly kind: 'closed' }
  | { readonly kind: 'asked' }
  /** Its job is being watched. */
  | { readonly kind: 'job'; readonly jobId: string }
  /** A version is compared with what readers see. */
  | { readonly kind: 'proposal'; readonly version: string }

const ASKED = 'anew'
const JOB = 'revision'
const PROPOSAL = 'proposal'

export const CLOSED: Stage = { kind: 'closed' }

export function stageOf(search: URLSearchParams): Stage {
  const version = search.get(PROPOSAL)
  if (version) return { kind: 'proposal', version }
  const jobId = search.get(JOB)
  if (jobId) return { kind: 'job', jobId }
  return search.has(ASKED) ? { kind: 'asked' } : CLOSED
}

/** The rest of the address stays. */
export function searchAt(before: URLSearchParams, stage: Stage): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const name of [ASKED, JOB, PROPOSAL]) after.delete(name)
  if (stage.kind === 'asked') after.set(ASKED, '')
  if (stage.kind === 'job') after.set(JOB, stage.jobId)
  if (stage.kind === 'proposal') after.set(PROPOSAL, stage.version)
  return after
}
