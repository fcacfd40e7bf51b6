/** Roles of who is signed in, as the access token has them. They decide which links are offered, and nothing else:
 * whether a role counts the API decides itself. */
import { useQuery } from '@tanstack/react-query'
import { useSession } from './session'

export const OPERATOR = 'operator'
export const ORG_ADMIN = 'org_admin'

/**
 * Of a token that is no JWT: none.
 *
 * Groups of the user pool are named beside `roles`, as in the API's `caller_of`. Where they count only with a second
 * factor, who has none is offered a link to what refuses them.
 */
export function rolesOf(token: string): readonly string[] {
  const claims = claimsOf(token)
  return [...new Set([...texts(claims.roles), ...texts(claims['cognito:groups'])])]
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

/** A list, or a plain text, which is one name. */
function texts(claim: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim]
  return list.filter((one): one is string => typeof one === 'string' && one !== '')
}
