/** GenerationProvider: where the API is and who asks, for all that is embedded below it. */
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { ApiClient } from '../api/client'
import type { TokenSource } from '../api/transport'
import { ApiContext } from '../api/context'
import { newQueryClient } from '../api/queries'

export interface GenerationProviderProps {
  /** `https://api.example.org`, without a slash at its end; '' for the page's own. */
  readonly origin: string
  /**
   * Gives the bearer token of who is signed in; asked before each request, so it should keep it.
   * `renew`: the last one was refused. Give the provider the person's id as its key.
   */
  readonly token: (renew: boolean) => Promise<string>
  readonly children: ReactNode
}

export function GenerationProvider({ origin, token, children }: GenerationProviderProps) {
  const [newest] = useState(() => new Newest(token))
  useEffect(() => newest.set(token), [newest, token])
  const api = useMemo(() => new ApiClient(newest.token, origin), [newest, origin])
  const queries = useMemo(() => newQueryClient(), [])
  return (
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </ApiContext>
  )
}

/** A host that writes its function in place gives another one with each rendering: the client stays. */
class Newest {
  private source: TokenSource

  constructor(source: TokenSource) {
    this.source = source
  }

  set(source: TokenSource): void {
    this.source = source
  }

  readonly token: TokenSource = renew => this.source(renew)
}
