/** The API's answers to polls, and a hook drawn on them, for tests with a clock of their own. */
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { ApiClient } from '../../src/api/client'
import { ApiContext } from '../../src/api/context'
import type { Job } from '../../src/api/types'
import { cancelled, entry, job } from './jobs'

interface Asked {
  path: string
  at: number
  status: number
}

/** The API as the service answers it: an ETag for each state, Retry-After while something is active. */
export class Service {
  jobs: Job[] = []
  log = [entry(1)]
  retryAfter = 1
  isDown = false
  /** Problems of what is done with a job, by its id. */
  refusals: Readonly<Record<string, { status: number; code: string; detail: string }>> = {}
  /** Every answer waits for it. */
  before: Promise<void> | undefined
  /** Paths that get no answer. */
  unreachable: RegExp | undefined
  /** Paths that are answered by 503. */
  failing: RegExp | undefined
  nextCursor: string | null = null
  readonly asked: Asked[] = []

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const path = url.pathname + url.search
    if (this.unreachable?.test(path)) throw new TypeError('Failed to fetch')
    if (this.before) await this.before
    const response =
      this.isDown || this.failing?.test(path)
        ? new Response('{"code":"unavailable"}', { status: 503 })
        : this.answer(url, request)
    this.asked.push({ path, at: Date.now(), status: response.status })
    return response
  }

  private answer(url: URL, request: Request): Response {
    if (request.method === 'POST') return this.act(url.pathname)
    if (url.pathname.endsWith('/logs')) return this.logs(Number(url.searchParams.get('after')))
    const [, , , one] = url.pathname.split('/')
    if (one !== undefined) return this.one(one)
    const wanted = url.searchParams.get('status')
    const jobs = this.jobs.filter(
      one => !wanted || (wanted === 'active' ? !one.is_finished : one.status === wanted),
    )
    const etag = `W/"${JSON.stringify(jobs).length}-${jobs.map(one => `${one.status}${one.progress}`).join()}"`
    const headers = new Headers({ ETag: etag })
    if (jobs.some(one => !one.is_finished)) headers.set('Retry-After', String(this.retryAfter))
    if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers })
    return new Response(JSON.stringify({ jobs, next_cursor: this.nextCursor }), { headers })
  }

  private one(jobId: string): Response {
    const found = this.jobs.find(one => one.job_id === jobId)
    if (!found) return new Response('{"code":"job-not-found"}', { status: 404 })
    const headers = found.is_finished ? {} : { 'Retry-After': String(this.retryAfter) }
    return new Response(JSON.stringify({ ...found, items: [] }), { headers })
  }

  private logs(after: number): Response {
    const ended = this.jobs.every(one => one.is_finished)
    const logs = this.log.filter(one => one.log_id > after)
    const body = { logs, last_log_id: logs.at(-1)?.log_id ?? after, is_finished: ended }
    return new Response(JSON.stringify(body), { headers: ended ? {} : { 'Retry-After': '1' } })
  }

  private act(path: string): Response {
    const [, , , jobId = '', action] = path.split('/')
    const refusal = this.refusals[jobId]
    if (refusal) return new Response(JSON.stringify(refusal), { status: refusal.status })
    this.jobs = this.jobs.map(one => {
      if (one.job_id !== jobId) return one
      if (action === 'retry') return job({ job_id: jobId, title: one.title, status: 'pending', attempt: 2 })
      return cancelled(one.is_finished ? one : { job_id: jobId })
    })
    return new Response(JSON.stringify(this.jobs.find(one => one.job_id === jobId)), { status: 202 })
  }
}

export function drawn<T, P>(queries: QueryClient, hook: (props: P) => T, initialProps: P) {
  const api = new ApiClient(() => Promise.resolve('token'), 'http://service.test')
  let count = 0
  const view = renderHook(
    (props: P) => {
      count++
      return hook(props)
    },
    {
      initialProps,
      wrapper: ({ children }: { children: ReactNode }) => (
        <ApiContext value={api}>
          <QueryClientProvider client={queries}>{children}</QueryClientProvider>
        </ApiContext>
      ),
    },
  )
  return { ...view, drawn: () => count }
}

export async function pass(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms))
}

export function setVisibility(state: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  act(() => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
}
