/** Figures: what jobs came to. Not of the client's class, since its other views do without them. */
import type { By, Range, Scope } from '../figures/asked'
import type { ApiClient } from './client'
import type { components } from './schema'
import { given, until } from './transport'

type Schemas = components['schemas']
export type Figures = Schemas['AnalyticsView']
export type FigureRow = Figures['rows'][number]
export type FigureAmounts = Figures['total']

export async function figures(
  { http }: ApiClient,
  { by, scope, range: { from, to } }: { by: By; scope: Scope; range: Range },
  signal?: AbortSignal,
): Promise<Figures> {
  const query = { by, scope, from, to }
  return given(await http.GET('/v1/analytics', { params: { query }, ...until(signal) }))
}
