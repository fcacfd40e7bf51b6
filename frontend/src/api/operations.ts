/** Operations: the routes of operators. Not of the client's class, since its other views do without them. */
import type { ApiClient } from './client'
import type { components } from './schema'
import { from, given, until } from './transport'
import type { Overview, PauseRequest, Pauses } from './types'

export type AuditPage = components['schemas']['AuditPage']
export type AuditEntry = AuditPage['entries'][number]

/** What is paused or resumed: `value` names the pipeline or the owner; null for all. */
export interface Target {
  readonly scope: PauseRequest['scope']
  readonly value: string | null
}

export async function overview({ http }: ApiClient, signal?: AbortSignal): Promise<Overview> {
  return given(await http.GET('/v1/admin/overview', until(signal)))
}

/** Gives all that is paused now. */
export async function pause({ http }: ApiClient, { scope, value }: Target, reason: string): Promise<Pauses> {
  return given(await http.POST('/v1/admin/pause', { body: { scope, value, reason } }))
}

/** Gives all that is still paused. */
export async function resume({ http }: ApiClient, { scope, value }: Target): Promise<Pauses> {
  return given(await http.POST('/v1/admin/resume', { body: { scope, value } }))
}

export async function audit({ http }: ApiClient, cursor?: string, signal?: AbortSignal): Promise<AuditPage> {
  const params = { query: from(cursor) }
  return given(await http.GET('/v1/admin/audit', { params, ...until(signal) }))
}
