import type { Job } from '../api/types'

/** Where what a job makes can be looked at, and how one gets there. */
export interface Destination {
  readonly href: string
  readonly go: () => void
}

/** null: nothing to look at, or nowhere to do so. */
export type FindDestination = (job: Job) => Destination | null
