import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiClient } from '../src/api/client'
import { remove } from '../src/api/owned'
import { ApiProblem, Unreachable } from '../src/api/errors'
import { job } from './queue/jobs'

interface Sent {
  method: string
  path: string
  token: string | null
  key: string | null
  body: unknown
}

let sent: Sent[]
let answers: (() => Response)[]

beforeEach(() => {
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const text = await request.text()
    sent.push({
      method: request.method,
      path: url.pathname + url.search,
      token: request.headers.get('Authorization'),
      key: request.headers.get('Idempotency-Key'),
      body: text ? JSON.parse(text) : null,
    })
    const answer = answers.shift()
    if (!answer) throw new TypeError('nobody listens')
    return answer()
  })
})
afterEach(() => vi.unstubAllGlobals())

const given = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  answers.push(() => new Response(body === null ? null : JSON.stringify(body), { status, headers }))

function client() {
  return new ApiClient(renew => Promise.resolve(renew ? 'new' : 'old'), 'http://service.test')
}

describe('the client', () => {
  it('sends a start with its key, and once more with a new token where the first was refused', async () => {
    given({ code: 'unauthenticated' }, {}, 401)
    given(job({ job_id: 'job_1' }), {}, 202)
    const start = { pipeline: 'exam_course', input: { exam_id: 'first-aid' } } as const
    expect((await client().startJob(start, 'k1')).job_id).toBe('job_1')
    const body = {
      ...start,
      options: { auto_publish: false, check: 'on', mode: 'auto', priority: 'normal', fresh: false },
    }
    const request = { method: 'POST', path: '/v1/jobs', key: 'k1', body }
    expect(sent).toEqual([
      { ...request, token: 'Bearer old' },
      { ...request, token: 'Bearer new' },
    ])
  })

  it('renews no token that was renewed while its request was under way', async () => {
    let kept = 'old'
    const renewals: string[] = []
    const api = new ApiClient(renew => {
      if (renew) renewals.push((kept = 'newest'))
      return Promise.resolve(kept)
    }, 'http://service.test')
    answers.push(() => {
      kept = 'new'
      return new Response('{}', { status: 401 })
    })
    given({ exams: [], next_cursor: null })
    await api.exams()
    expect(sent.map(one => one.token)).toEqual(['Bearer old', 'Bearer new'])
    expect(renewals).toEqual([])
  })

  it('puts ids and queries into the address', async () => {
    given({ jobs: [], next_cursor: null })
    given(null, {}, 204)
    const api = client()
    await api.jobs({ status: 'active', cursor: 'a b', limit: 5 })
    await remove(api, { kind: 'exam', id: 'a/b c', title: '' })
    expect(sent.map(({ path }) => path)).toEqual([
      '/v1/jobs?status=active&cursor=a%20b&limit=5',
      '/v1/exams/a%2Fb%20c',
    ])
  })

  it('gives the same object for what has not changed', async () => {
    given({ jobs: [job()], next_cursor: null }, { ETag: 'W/"1"' })
    given(null, { ETag: 'W/"1"' }, 304)
    const api = client()
    const first = await api.jobs({})
    expect(await api.jobs({})).toBe(first)
  })

  it('shows a job whose items cannot be read with none', async () => {
    given(job({ job_id: 'job_1' }))
    expect((await client().job('job_1')).data.items).toEqual([])
  })

  it('leaves a file as it came, with its name', async () => {
    const headers = { 'Content-Type': 'text/markdown', 'Content-Disposition': 'attachment; filename="a.md"' }
    answers.push(() => new Response('# A', { headers }))
    const file = await client().courseFile('course_1')
    expect(file.name).toBe('a.md')
    expect(await file.content.text()).toBe('# A')
    expect(sent[0]?.path).toBe('/v1/courses/course_1/export?format=md')
  })

  it('throws a problem with its code and wait', async () => {
    given({ code: 'too-many-jobs', detail: 'Too many.' }, { 'Retry-After': '5' }, 429)
    const problem = await client()
      .course('course_1')
      .catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ status: 429, code: 'too-many-jobs', retryAfterMs: 5_000 })
  })

  it.each([
    [429, 'The service is asked too much at the moment.'],
    [503, 'The service cannot answer at the moment.'],
    [502, 'The service cannot answer at the moment.'],
    [403, 'The service has refused this (HTTP 403).'],
  ])('has words for an answer without any: %i', async (status, text) => {
    given({ message: null }, {}, status)
    const problem: unknown = await client()
      .course('course_1')
      .catch((error: unknown) => error)
    expect((problem as ApiProblem).message.startsWith(text)).toBe(true)
  })

  it('takes no profile for null', async () => {
    given({ code: 'profile-not-found' }, {}, 404)
    expect(await client().profile()).toBeNull()
  })

  it('tells nobody there from a request that was called off', async () => {
    await expect(client().course('course_1')).rejects.toBeInstanceOf(Unreachable)
    const leaving = new AbortController()
    leaving.abort()
    await expect(client().course('course_1', leaving.signal)).rejects.not.toBeInstanceOf(Unreachable)
  })
})
