/** Cursors of the pages between the newest one and the shown one, as a location's state holds them. */

/** Nothing where one came by a link: "newer" then leads to the newest page. */
export function trailIn(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('trail' in state)) return []
  const { trail } = state
  return Array.isArray(trail) && trail.every(cursor => typeof cursor === 'string') ? trail : []
}
