/** Own: whose a job is. Admins of an organization see the jobs of others; only its owner does anything with one. */
import { use } from 'react'
import type { Job } from '../api/types'
import { SessionContext } from './session'

type Owned = Pick<Job, 'owner'>

export function useIsOwn(job: Owned): boolean {
  return useOwns()(job)
}

/** Of a page that embeds the progress, which knows nobody: all that it shows is its person's own. */
export function useOwns(): (job: Owned) => boolean {
  const session = use(SessionContext)
  return ({ owner }) => session === null || session.owner === owner
}
