/** Roles of who is signed in, as the access token has them: what the page offers. The API checks them itself. */
import { useQuery } from '@tanstack/react-query'
import { useSession } from './session'

export const OPERATOR = 'operator'

/** Of a token that is no JWT: none. Groups count where the issuer says nothing of roles, as for the API. */
export function rolesOf(token: string): readonly string[] {
  const claims = claimsOf(token)
  return texts(claims.roles ?? claims['cognito:groups'])
}

export function useHasRole(role: string): boolean {
  const { token } = useSession()
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: async () => rolesOf(await token(false)),
    staleTime: Infinity,
  })
  return roles.data?.includes(role) ?? false
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), character => character.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    return {}
  }
}

function texts(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter(one => typeof one === 'string') : []
}
