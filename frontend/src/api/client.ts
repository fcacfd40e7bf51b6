/** Client: the HTTP contract as the page uses it. Paths and types are those of the API's own document. */
import createClient, { type Client } from 'openapi-fetch'
import { ApiProblem } from './errors'
import { fileOf, type ApiFile } from './file'
import { Pace } from './pace'
import type { paths } from './schema'
import { answered, from, given, once, retryAfter, until, type Answer, type TokenSource } from './transport'
import type {
  Course,
  CourseHead,
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
  Limits,
  Logs,
  Profile,
  Program,
  ProgramPage,
  Quote,
  StoredExam,
} from './types'
import type { PipelineName } from './pipelines'

/** For an answer that is no JSON: its body stays unread in `response`. */
const UNREAD = { parseAs: 'stream' } as const

/** An answer to a poll, and when to ask again; null: nothing will change any more. */
export interface Polled<T> {
  readonly data: T
  readonly retryAfterMs: number | null
}

export interface StartJob {
  pipeline: PipelineName
  input: Record<string, unknown>
  /** What is not named is as the contract has it. */
  options?: Partial<JobOptions>
}

const DEFAULT_OPTIONS: JobOptions = {
  auto_publish: false,
  check: 'on',
  mode: 'auto',
  priority: 'normal',
  fresh: false,
}

export interface CourseSearch {
  q?: string | undefined
  kind?: CourseHead['kind'] | undefined
  status?: CourseHead['status'] | undefined
  cursor?: string | undefined
}

/** Whole, as the contract's document wants it. */
export function startBody(start: StartJob) {
  return { ...start, options: { ...DEFAULT_OPTIONS, ...start.options } }
}

/** Every method throws ApiProblem, Unreachable, or an AbortError. */
export class ApiClient {
  /** For parts of the contract that one view alone asks for. */
  readonly http: Client<paths, 'application/json'>
  private readonly pace = new Pace()
  private readonly jobPolls = new Polls<JobWithItems>(this.pace)
  private readonly listPolls = new Polls<JobPage>(this.pace)
  private readonly feedPolls = new Polls<Feed>(this.pace)
  private readonly logPolls = new Polls<Logs>(this.pace)

  /** `origin`: '' for the page's own. */
  constructor(token: TokenSource, origin = '') {
    this.http = createClient<paths, 'application/json'>({
      baseUrl: origin || location.origin,
      // ETags are kept here; the browser's own cache would answer 200 in place of 304.
      cache: 'no-store',
      fetch: request => answered(request, token),
    })
  }

  async limits(signal?: AbortSignal): Promise<Limits> {
    return given(await this.http.GET('/v1/limits', until(signal)))
  }

  // ---- Jobs ----------------------------------------------------------------------------------

  /** `key` makes a second click, or a second try after a lost answer, the same start. */
  async startJob(start: StartJob, key: string): Promise<Job> {
    const params = { header: once(key) }
    return given(await this.http.POST('/v1/jobs', { body: startBody(start), params }))
  }

  /** What the job would take; nothing is started. */
  async quote(start: StartJob, signal?: AbortSignal): Promise<Quote> {
    return given(await this.http.POST('/v1/quote', { body: startBody(start), ...until(signal) }))
  }

  job(jobId: string, signal?: AbortSignal): Promise<Polled<JobWithItems>> {
    const path = { job_id: jobId }
    return this.jobPolls.ask(jobId, jobId, signal, async header => {
      const { data, response } = await this.http.GET('/v1/jobs/{job_id}', {
        params: { path, query: { include: 'items' }, header },
        ...until(signal),
      })
      return { response, ...(data && { data: 'items' in data ? data : { ...data, items: [] } }) }
    })
  }

  jobs(
    {
      status,
      pipeline,
      q,
      since,
      scope,
      cursor,
      limit,
    }: {
      status?: JobStatus | 'active' | undefined
      pipeline?: PipelineName | undefined
      q?: string | undefined
      /** `from` of the contract. */
      since?: string | undefined
      /** Of the whole organization, for its admins. */
      scope?: 'org' | undefined
      cursor?: string | undefined
      limit?: number | undefined
    },
    signal?: AbortSignal,
  ): Promise<Polled<JobPage>> {
    const query = {
      ...(status && { status }),
      ...(pipeline && { pipeline }),
      ...(q && { q }),
      ...(since && { from: since }),
      ...(scope && { scope }),
      ...from(cursor),
      ...(limit && { limit }),
    }
    // Each list has a pace of its own: who chooses another filter does not wait for the one before.
    const list = JSON.stringify(query)
    return this.listPolls.ask(list, `list ${list}`, signal, header =>
      this.http.GET('/v1/jobs', { params: { query, header }, ...until(signal) }),
    )
  }

  events(jobId: string, after: number, signal?: AbortSignal): Promise<Polled<Feed>> {
    return this.feedPolls.ask(`${jobId} ${after}`, jobId, signal, () =>
      this.http.GET('/v1/jobs/{job_id}/events', {
        params: { path: { job_id: jobId }, query: { after } },
        ...until(signal),
      }),
    )
  }

  logs(jobId: string, after: number, signal?: AbortSignal): Promise<Polled<Logs>> {
    return this.logPolls.ask(`${jobId} ${after}`, jobId, signal, () =>
      this.http.GET('/v1/jobs/{job_id}/logs', {
        params: { path: { job_id: jobId }, query: { after } },
        ...until(signal),
      }),
    )
  }

  async cancelJob(jobId: string, reason?: string): Promise<Job> {
    const path = { job_id: jobId }
    return given(
      await this.http.POST('/v1/jobs/{job_id}/cancel', { body: reason ? { reason } : {}, params: { path } }),
    )
  }

  async retryJob(jobId: string, key: string, maxCostUsd?: number): Promise<Job> {
    const body = { options: maxCostUsd === undefined ? {} : { max_cost_usd: maxCostUsd } }
    const params = { path: { job_id: jobId }, header: once(key) }
    return given(await this.http.POST('/v1/jobs/{job_id}/retry', { body, params }))
  }

  async continueJob(jobId: string, key: string): Promise<Job> {
    const params = { path: { job_id: jobId }, header: once(key) }
    return given(await this.http.POST('/v1/jobs/{job_id}/continue', { params }))
  }

  // ---- Library -------------------------------------------------------------------------------

  async storeExam(exam: Exam, key: string): Promise<ExamSummary> {
    return given(await this.http.POST('/v1/exams', { body: exam, params: { header: once(key) } }))
  }

  async exams(cursor?: string, signal?: AbortSignal): Promise<ExamPage> {
    const query = from(cursor)
    return given(await this.http.GET('/v1/exams', { params: { query }, ...until(signal) }))
  }

  async exam(examId: string, signal?: AbortSignal): Promise<StoredExam> {
    const path = { exam_id: examId }
    return given(await this.http.GET('/v1/exams/{exam_id}', { params: { path }, ...until(signal) }))
  }

  async courses({ q, kind, status, cursor }: CourseSearch = {}, signal?: AbortSignal): Promise<CoursePage> {
    const query = { ...(q && { q }), ...(kind && { kind }), ...(status && { status }), ...from(cursor) }
    return given(await this.http.GET('/v1/courses', { params: { query }, ...until(signal) }))
  }

  async course(courseId: string, signal?: AbortSignal): Promise<Course> {
    const path = { course_id: courseId }
    return given(await this.http.GET('/v1/courses/{course_id}', { params: { path }, ...until(signal) }))
  }

  /** As Markdown. */
  async courseFile(courseId: string): Promise<ApiFile> {
    const params = { path: { course_id: courseId }, query: { format: 'md' as const } }
    const { response } = await this.http.GET('/v1/courses/{course_id}/export', { params, ...UNREAD })
    return fileOf(response)
  }

  async programs(cursor?: string, signal?: AbortSignal): Promise<ProgramPage> {
    const query = from(cursor)
    return given(await this.http.GET('/v1/programs', { params: { query }, ...until(signal) }))
  }

  async program(programId: string, signal?: AbortSignal): Promise<Program> {
    const path = { program_id: programId }
    return given(await this.http.GET('/v1/programs/{program_id}', { params: { path }, ...until(signal) }))
  }

  /** As Markdown. */
  async programFile(programId: string): Promise<ApiFile> {
    const params = { path: { program_id: programId }, query: { format: 'md' as const } }
    const { response } = await this.http.GET('/v1/programs/{program_id}/export', { params, ...UNREAD })
    return fileOf(response)
  }

  /** null when none has been stored yet. */
  async profile(signal?: AbortSignal): Promise<Profile | null> {
    try {
      return given(await this.http.GET('/v1/profile', until(signal)))
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null
      throw error
    }
  }

  async storeProfile(profile: Profile): Promise<Profile> {
    return given(await this.http.PUT('/v1/profile', { body: profile }))
  }
}

/** Polls of one kind. What has not changed comes back as the same object, so that nothing is drawn anew. */
class Polls<T> {
  private readonly pace: Pace
  private readonly known = new Map<string, { etag: string; polled: Polled<T> }>()

  constructor(pace: Pace) {
    this.pace = pace
  }

  /** `key` names the answer, for its ETag; `what` the thing asked about, which has one pace for all questions. */
  ask(
    key: string,
    what: string,
    signal: AbortSignal | undefined,
    send: (header: { 'if-none-match'?: string }) => Promise<Answer<T>>,
  ): Promise<Polled<T>> {
    return this.pace.take(
      what,
      async () => {
        const known = this.known.get(key)
        const answer = await send(known ? { 'if-none-match': known.etag } : {})
        const polled = this.polled(answer, known?.polled)
        const etag = answer.response.status === 304 ? known?.etag : answer.response.headers.get('ETag')
        if (etag) this.known.set(key, { etag, polled })
        return { answer: polled, retryAfterMs: polled.retryAfterMs }
      },
      signal,
    )
  }

  private polled(answer: Answer<T>, known: Polled<T> | undefined): Polled<T> {
    const retryAfterMs = retryAfter(answer.response)
    if (answer.response.status !== 304 || !known) return { data: given(answer), retryAfterMs }
    return known.retryAfterMs === retryAfterMs ? known : { data: known.data, retryAfterMs }
  }
}
