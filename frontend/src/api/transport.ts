/** Transport: one request with its token, and what of the answer the client goes on with. */
import { ApiProblem, Unreachable } from './errors'

/** ms. The gateway gives up after 30 s; a connection that has died in silence would never answer. */
const LONGEST_MS = 35_000

/** Gives the bearer token; `renew`: the last one was refused. */
export type TokenSource = (renew: boolean) => Promise<string>

/** What is left of an answer here: problems have been thrown before. */
export interface Answer<T> {
  data?: T | undefined
  response: Response
}

/** The answer to a request with a token; once more, with a newer one, where the first was refused. */
export async function answered(request: Request, token: TokenSource): Promise<Response> {
  // As text: a copy of the request would have a stream for a body, which the browser's tools do not show.
  const body = (await request.text()) || null
  const first = await token(false)
  const response = await sent(request, body, first)
  return checked(response.status === 401 ? await sent(request, body, await newer(first, token)) : response)
}

/** Renewed, unless another request has had it renewed since `refused` was given. */
async function newer(refused: string, token: TokenSource): Promise<string> {
  const now = await token(false)
  return now === refused ? token(true) : now
}

/** The answer to a request that needs no token. */
export async function answeredToAnyone(request: Request): Promise<Response> {
  return checked(await sent(request, null, null))
}

async function sent(request: Request, body: string | null, token: string | null): Promise<Response> {
  const { url, method, cache, signal } = request
  const headers = new Headers(request.headers)
  if (token !== null) headers.set('Authorization', `Bearer ${token}`)
  const bounded = AbortSignal.any([AbortSignal.timeout(LONGEST_MS), signal])
  try {
    return await fetch(new Request(url, { method, cache, headers, body, signal: bounded }))
  } catch (error) {
    if (signal.aborted) throw error
    throw new Unreachable('The service cannot be reached.', { cause: error })
  }
}

export function given<T>({ data, response }: Answer<T>): T {
  if (data === undefined) throw new ApiProblem(response.status, {}, null)
  return data
}

async function checked(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response
  const document: unknown = await response.json().catch(() => null)
  const isObject = typeof document === 'object' && document !== null
  throw new ApiProblem(response.status, isObject ? { ...document } : {}, retryAfter(response))
}

/** ms; the contract gives whole seconds. */
export function retryAfter(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? null : seconds * 1000
}

/** 128 random bits. `crypto.randomUUID` is not there on pages that are served without TLS. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

export function once(key: string): { 'idempotency-key': string } {
  return { 'idempotency-key': key }
}

export function until(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}

/** Query of a list: its first page, or the one after the page that gave the cursor. */
export function from(cursor: string | undefined): { cursor?: string } {
  return cursor === undefined ? {} : { cursor }
}
