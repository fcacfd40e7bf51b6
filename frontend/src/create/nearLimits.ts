/** What of the caller's limits is reached, or nearly: said before something is filled in that cannot be started. */
import type { Account, Limits } from '../api/types'
import { usd } from '../progress/format'
import { texts } from '../texts'

const t = texts.create.limits

/** Percent of a limit from which on it is near. */
const NEAR = 80

export interface Note {
  readonly title: string
  readonly text?: string
  /** Whether a start would be refused now. */
  readonly isOver: boolean
}

export function notesOn({ paused, active_jobs, spend_usd }: Limits): Note[] {
  const found = [
    paused.is_paused
      ? { title: t.paused, text: t.pausedText(ended(paused.reason ?? '')), isOver: true }
      : null,
    jobs(active_jobs),
    spend('day', spend_usd.day),
    spend('month', spend_usd.month),
  ]
  return found.filter(note => note !== null)
}

function jobs({ used, limit }: Limits['active_jobs']): Note | null {
  if (used >= limit) return { title: t.jobsFull(limit), text: t.jobsFullText, isOver: true }
  return used * 100 >= limit * NEAR ? { title: t.jobsNear(used, limit), isOver: false } : null
}

/** Reserved is what running jobs may still spend: of it much comes back, so it alone is no limit reached. */
function spend(span: 'day' | 'month', { used, reserved, limit }: Account): Note | null {
  if (used === null || limit === null) return null
  if (used >= limit) {
    return { title: t.spent[span], text: t.spentText(usd(used), usd(limit)), isOver: true }
  }
  const taken = used + (reserved ?? 0)
  if (taken * 100 < limit * NEAR) return null
  return { title: t.near[span], text: t.nearText(usd(taken), usd(limit)), isOver: false }
}

/** With a full stop. */
function ended(sentence: string): string {
  return sentence === '' || /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`
}
