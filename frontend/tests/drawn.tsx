/** A part of the page on stubbed answers of the service, for tests. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, useLocation } from 'react-router'
import { vi } from 'vitest'
import { ApiClient } from '../src/api/client'
import { ApiContext } from '../src/api/context'
import { newQueryClient } from '../src/api/queries'

/** What a request is answered with; an error: there is no answer. */
type Answer = Response | Error | Promise<Response>

/** Answers by `METHOD /path`; what has none is 404. Gives the list of what was asked, query included. */
export function stubService(answer: (what: string, url: URL) => Answer | undefined): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    const found = await answer(`${request.method} ${url.pathname}`, url)
    if (found instanceof Error) throw found
    return found ?? problem(404, 'not-found')
  })
  return asked
}

export const given = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

export function problem(status: number, code: string, detail?: string): Response {
  return given({ code, ...(detail !== undefined && { detail }) }, status)
}

/** The request is never answered. */
export const nothing = () => new Promise<Response>(() => undefined)

export function draw(node: ReactNode, at = '/') {
  const api = new ApiClient(() => Promise.resolve('token'), 'http://service.test')
  const queries = newQueryClient()
  queries.setDefaultOptions({ ...queries.getDefaultOptions(), queries: { retry: false } })
  return render(
    <MantineProvider env="test">
      <Notifications />
      <ApiContext value={api}>
        <QueryClientProvider client={queries}>
          <MemoryRouter initialEntries={[at]}>
            {node}
            <Address />
          </MemoryRouter>
        </QueryClientProvider>
      </ApiContext>
    </MantineProvider>,
  )
}

function Address() {
  const { pathname, search } = useLocation()
  return <output>{pathname + search}</output>
}

export const address = () => document.querySelector('output')?.textContent

export const notes = () => [...document.querySelectorAll('[role=alert]')].map(note => note.textContent)
