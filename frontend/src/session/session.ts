import { createContext, use } from 'react'
import type { TokenSource } from '../api/transport'

/** Who is signed in. */
export interface Session {
  /** The owner's id: what is cached or kept for one owner is never shown to another. */
  readonly owner: string
  readonly name: string
  readonly token: TokenSource
  readonly signOut: () => void
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession needs a SessionContext')
  return session
}
