/** Client: the HTTP contract as the page uses it. */
import { ApiProblem, Unreachable } from './errors'
import { fileOf, type ApiFile } from './file'
import { Pace } from './pace'
import type {
  Course,
  CoursePage,
  Exam,
  ExamPage,
  ExamSummary,
  Feed,
  Job,
  JobOptions,
  JobPage,
  JobStatus,
  JobWithItems,
  Logs,
  Profile,
  Program,
  ProgramPage,
  StoredExam,
} from './types'
import type { PipelineName } from './pipelines'

/** ms. The gateway gives up after 30 s; a connection that has died in silence would never answer. */
const LONGEST_MS = 35_000

/** An answer to a poll, and when to ask again; null: nothing will change any more. */
export interface Polled<T> {
  readonly data: T
  readonly retryAfterMs: number | null
}

/** Gives the bearer token; `renew`: the last one was refused. */
export type TokenSource = (renew: boolean) => Promise<string>

interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
}

export interface StartJob {
  pipeline: PipelineName
  input: Record<string, unknown>
  options?: JobOptions
}

/** Every method throws ApiProblem, Unreachable, or an AbortError. */
export class ApiClient {
  private readonly token: TokenSource
  private readonly origin: string
  private readonly pace = new Pace()
  private readonly known = new Map<string, { etag: string; polled: Polled<unknown> }>()

  /** `origin`: '' for the page's own. */
  constructor(token: TokenSource, origin = '') {
    this.token = token
    this.origin = origin
  }

  // ---- Jobs ----------------------------------------------------------------------------------

  /** `key` makes a second click, or a second try after a lost answer, the same start. */
  startJob(start: StartJob, key: string): Promise<Job> {
    return this.json('/v1/jobs', { method: 'POST', body: start, headers: { 'Idempotency-Key': key } })
  }

  job(jobId: string, signal?: AbortSignal): Promise<Polled<JobWithItems>> {
    return this.poll(`${jobPath(jobId)}?include=items`, jobPath(jobId), signal)
  }

  jobs(
    query: { status?: JobStatus | 'active' | undefined; cursor?: string | undefined; limit?: number },
    signal?: AbortSignal,
  ): Promise<Polled<JobPage>> {
    // Each list has a pace of its own: who chooses another filter does not wait for the one before.
    const path = `/v1/jobs${search(query)}`
    return this.poll(path, path, signal)
  }

  events(jobId: string, after: number, signal?: AbortSignal): Promise<Polled<Feed>> {
    return this.poll(`${jobPath(jobId)}/events?after=${after}`, jobPath(jobId), signal)
  }

  logs(jobId: string, after: number, signal?: AbortSignal): Promise<Polled<Logs>> {
    return this.poll(`${jobPath(jobId)}/logs?after=${after}`, jobPath(jobId), signal)
  }

  cancelJob(jobId: string, reason?: string): Promise<Job> {
    return this.json(`${jobPath(jobId)}/cancel`, { method: 'POST', body: reason ? { reason } : {} })
  }

  retryJob(jobId: string, key: string, maxCostUsd?: number): Promise<Job> {
    const body = maxCostUsd === undefined ? {} : { options: { max_cost_usd: maxCostUsd } }
    return this.json(`${jobPath(jobId)}/retry`, {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': key },
    })
  }

  continueJob(jobId: string, key: string): Promise<Job> {
    return this.json(`${jobPath(jobId)}/continue`, { method: 'POST', headers: { 'Idempotency-Key': key } })
  }

  // ---- Library -------------------------------------------------------------------------------

  storeExam(exam: Exam, key: string): Promise<ExamSummary> {
    return this.json('/v1/exams', { method: 'POST', body: exam, headers: { 'Idempotency-Key': key } })
  }

  exams(cursor?: string, signal?: AbortSignal): Promise<ExamPage> {
    return this.json(`/v1/exams${search({ cursor })}`, { signal })
  }

  exam(examId: string, signal?: AbortSignal): Promise<StoredExam> {
    return this.json(`/v1/exams/${encodeURIComponent(examId)}`, { signal })
  }

  async deleteExam(examId: string): Promise<void> {
    await this.send(`/v1/exams/${encodeURIComponent(examId)}`, { method: 'DELETE' })
  }

  courses(cursor?: string, signal?: AbortSignal): Promise<CoursePage> {
    return this.json(`/v1/courses${search({ cursor })}`, { signal })
  }

  course(courseId: string, signal?: AbortSignal): Promise<Course> {
    return this.json(`/v1/courses/${encodeURIComponent(courseId)}`, { signal })
  }

  publishCourse(courseId: string): Promise<Course> {
    return this.json(`/v1/courses/${encodeURIComponent(courseId)}/publish`, { method: 'POST' })
  }

  /** As Markdown. */
  async courseFile(courseId: string): Promise<ApiFile> {
    return fileOf(await this.send(`/v1/courses/${encodeURIComponent(courseId)}/export?format=md`, {}))
  }

  programs(cursor?: string, signal?: AbortSignal): Promise<ProgramPage> {
    return this.json(`/v1/programs${search({ cursor })}`, { signal })
  }

  program(programId: string, signal?: AbortSignal): Promise<Program> {
    return this.json(`/v1/programs/${encodeURIComponent(programId)}`, { signal })
  }

  /** As Markdown. */
  async programFile(programId: string): Promise<ApiFile> {
    return fileOf(await this.send(`/v1/programs/${encodeURIComponent(programId)}/export?format=md`, {}))
  }

  /** null when none has been stored yet. */
  async profile(signal?: AbortSignal): Promise<Profile | null> {
    try {
      return await this.json<Profile>('/v1/profile', { signal })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null
      throw error
    }
  }

  storeProfile(profile: Profile): Promise<Profile> {
    return this.json('/v1/profile', { method: 'PUT', body: profile })
  }

  // ---- Requests ------------------------------------------------------------------------------

  /** What has not changed comes back as the same object, so that nothing is drawn anew. */
  private poll<T>(path: string, what: string, signal?: AbortSignal): Promise<Polled<T>> {
    return this.pace.take(
      what,
      async () => {
        const known = this.known.get(path)
        const headers: Record<string, string> = known ? { 'If-None-Match': known.etag } : {}
        const response = await this.send(path, { headers, signal })
        const retryAfterMs = retryAfter(response)
        if (response.status === 304 && known) {
          const same = known.polled.retryAfterMs === retryAfterMs
          const polled = same ? known.polled : { data: known.polled.data, retryAfterMs }
          this.known.set(path, { etag: known.etag, polled })
          return { answer: polled as Polled<T>, retryAfterMs }
        }
        const polled = { data: (await response.json()) as T, retryAfterMs }
        const etag = response.headers.get('ETag')
        if (etag) this.known.set(path, { etag, polled })
        return { answer: polled, retryAfterMs }
      },
      signal,
    )
  }

  private async json<T>(path: string, request: Request = {}): Promise<T> {
    const response = await this.send(path, request)
    return (await response.json()) as T
  }

  private async send(path: string, request: Request): Promise<Response> {
    const response = await this.fetch(path, request, await this.token(false))
    if (response.status !== 401) return checked(response)
    return checked(await this.fetch(path, request, await this.token(true)))
  }

  private async fetch(path: string, request: Request, token: string): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}`, ...request.headers }
    if (request.body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      return await fetch(this.origin + path, {
        method: request.method ?? 'GET',
        headers,
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: AbortSignal.any([
          AbortSignal.timeout(LONGEST_MS),
          ...(request.signal ? [request.signal] : []),
        ]),
        // ETags are kept here; the browser's own cache would answer 200 in place of 304.
        cache: 'no-store',
      })
    } catch (error) {
      if (request.signal?.aborted) throw error
      throw new Unreachable('The service cannot be reached.', { cause: error })
    }
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response
  const document: unknown = await response.json().catch(() => null)
  const isObject = typeof document === 'object' && document !== null
  throw new ApiProblem(response.status, isObject ? { ...document } : {}, retryAfter(response))
}

/** ms; the contract gives whole seconds. */
function retryAfter(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? null : seconds * 1000
}

function jobPath(jobId: string): string {
  return `/v1/jobs/${encodeURIComponent(jobId)}`
}

function search(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : ''
}
