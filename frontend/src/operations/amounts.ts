/** Amounts: spend and waits of the deployment, as people read them. */
import type { Account, Pause } from '../api/types'
import type { Target } from '../api/operations'
import { wordsOf } from '../jobs/pipelines'
import { usd } from '../progress/format'
import { operations as t } from '../texts/operations'

/** Requests wait by the second at most a minute, and then nobody counts seconds. */
const EXACT_BELOW_S = 90

/** "$1.20 of $5.00". */
export function spent({ used, limit }: Account): string {
  if (used === null) return t.spend.uncounted
  return limit === null ? t.spend.noLimit(usd(used)) : t.spend.used(usd(used), usd(limit))
}

/** Percent of the ceiling: spent, and reserved beyond that; together at most 100. null: there is nothing to show. */
export function shares({ used, reserved, limit }: Account): { used: number; reserved: number } | null {
  if (used === null || limit === null || limit <= 0) return null
  const ofUsed = Math.min(100, (100 * used) / limit)
  return { used: ofUsed, reserved: Math.min(100 - ofUsed, (100 * (reserved ?? 0)) / limit) }
}

export function waits(seconds: number): string {
  if (seconds < 0.05) return t.model.now
  if (seconds < EXACT_BELOW_S) return t.model.seconds(seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0))
  return t.model.minutes(Math.round(seconds / 60))
}

export function named({ scope, value }: Target | Pause): string {
  if (scope === 'all') return t.paused.all
  return scope === 'pipeline' ? t.paused.pipeline(wordsOf(value ?? '').label) : t.paused.owner(value ?? '')
}
