/** Batches: many starts in one request. Not of the client's class, since its other views do without them. */
import type { ApiClient, Polled, StartJob } from './client'
import { startBody } from './client'
import { ApiProblem } from './errors'
import type { components } from './schema'
import { from, given, once, retryAfter, until } from './transport'
import type { Job } from './types'

type Schemas = components['schemas']
type BatchView = Schemas['BatchView']
export type BatchStarted = Schemas['BatchStarted']
export type BatchRetried = Schemas['BatchRetried']
export type BatchPage = Schemas['BatchPage']
export type BatchCounts = Schemas['BatchCounts']

/** Starts of a batch, as the contract has them; all of them are asked for at once. */
export const MOST_STARTS = 100

/** A batch with its places told apart; `jobs` is as in a list of jobs. */
export interface Batch extends Omit<BatchView, 'jobs'> {
  readonly jobs: Job[]
  /** Places without a job, counted from 1, and why. */
  readonly refused: readonly { readonly place: number; readonly error: ApiProblem }[]
  /** Ids of `jobs` by their places. */
  readonly places: ReadonlyMap<string, number>
}

/** `key` makes a second try the same batch: what the first one did not come to is started then. */
export async function startBatch(
  { http }: ApiClient,
  name: string,
  starts: readonly StartJob[],
  key: string,
): Promise<BatchStarted> {
  const body = { jobs: starts.map(startBody), ...(name !== '' && { name }) }
  return given(await http.POST('/v1/batches', { body, params: { header: once(key) } }))
}

export async function batches(
  { http }: ApiClient,
  cursor?: string,
  signal?: AbortSignal,
): Promise<BatchPage> {
  return given(await http.GET('/v1/batches', { params: { query: from(cursor) }, ...until(signal) }))
}

export async function batch(
  { http }: ApiClient,
  batchId: string,
  signal?: AbortSignal,
): Promise<Polled<Batch>> {
  const params = { path: { batch_id: batchId }, query: { limit: MOST_STARTS } }
  const answer = await http.GET('/v1/batches/{batch_id}', { params, ...until(signal) })
  return { data: placed(given(answer)), retryAfterMs: retryAfter(answer.response) }
}

export async function cancelBatch({ http }: ApiClient, batchId: string): Promise<void> {
  const params = { path: { batch_id: batchId } }
  given(await http.POST('/v1/batches/{batch_id}/cancel', { body: {}, params }))
}

/** Its failed ones. */
export async function retryBatch({ http }: ApiClient, batchId: string, key: string): Promise<BatchRetried> {
  const params = { path: { batch_id: batchId }, header: once(key) }
  return given(await http.POST('/v1/batches/{batch_id}/retry', { params }))
}

/** As if the place had been a request of its own. */
export function errorOf(problem: Schemas['Problem']): ApiProblem {
  return new ApiProblem(problem.status, problem, null)
}

export function placed({ jobs, ...batch }: BatchView): Batch {
  const places = jobs.map((one, index) => ({ one, place: index + 1 }))
  const started = places.flatMap(({ one, place }) => ('job_id' in one ? [{ job: one, place }] : []))
  return {
    ...batch,
    jobs: started.map(({ job }) => job),
    refused: places.flatMap(({ one, place }) =>
      'job_id' in one ? [] : [{ place, error: errorOf(one.problem) }],
    ),
    places: new Map(started.map(({ job, place }) => [job.job_id, place])),
  }
}
