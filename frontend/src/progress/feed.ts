/** Feed: what the job's events tell between two looks at the job itself. */
import type { EventView, Item, JobWithItems, Step } from '../api/types'
import { joined } from './preview'

/** What has been read of a feed. */
export interface Feeding {
  readonly lastEventId: number
  /** Newest last; those that the job already shows are dropped by `withEvents`. */
  readonly events: readonly EventView[]
  /** The text of each item that is being written, as far as it was seen. */
  readonly texts: ReadonlyMap<string, string>
}

/** Most events that are kept: more than arrive between two polls, after which the job shows what they told. */
const KEPT = 200

export const NOTHING_READ: Feeding = { lastEventId: 0, events: [], texts: new Map() }

export function itemKey(item: { step: string; item_id: string }): string {
  return `${item.step}/${item.item_id}`
}

export function fed(before: Feeding, events: readonly EventView[], lastEventId: number): Feeding {
  const texts = new Map(before.texts)
  for (const event of events) {
    const { step, item_id, preview } = event
    if (typeof step !== 'string' || typeof item_id !== 'string') continue
    const key = itemKey({ step, item_id })
    if (event.type === 'topic_progress' && typeof preview === 'string') {
      texts.set(key, joined(texts.get(key) ?? '', preview))
    }
    if (event.type === 'topic_completed') texts.delete(key)
  }
  return { lastEventId, events: [...before.events, ...events].slice(-KEPT), texts }
}

/**
 * The job as of the newest event: polls of the job and of its feed take turns at one pace, and either
 * moves the picture. How a job ends is left to the job, which knows more of it.
 */
export function withEvents(job: JobWithItems, events: readonly EventView[]): JobWithItems {
  if (job.is_finished) return job
  return events.filter(event => event.event_id > job.last_event_id).reduce(applied, job)
}

function applied(job: JobWithItems, event: EventView): JobWithItems {
  const after = { ...job, last_event_id: event.event_id }
  const message = typeof event.message === 'string' ? event.message : job.message
  switch (event.type) {
    case 'step_started':
      return { ...after, status: 'running', message, steps: stepsWith(job, event, { status: 'running' }) }
    case 'step_progress':
      return { ...after, message, progress: Math.max(job.progress, percent(event.progress)) }
    case 'step_completed':
      return { ...after, message, steps: stepsWith(job, event, { status: 'completed' }) }
    case 'topic_started':
      return { ...after, items: itemsWith(job, event, () => ({ status: 'running' })) }
    case 'topic_progress': {
      const progress = percent(event.progress)
      return {
        ...after,
        items: itemsWith(job, event, item => ({ progress: Math.max(item.progress, progress) })),
      }
    }
    case 'topic_completed': {
      const items = itemsWith(job, event, () => ({ status: 'completed', progress: 100 }))
      return {
        ...after,
        items,
        steps: stepsWith(job, event, { items_completed: countDone(items, event.step) }),
      }
    }
    default:
      return after
  }
}

/** Counted, not added up: an item that was done before is not done twice. */
function countDone(items: readonly Item[], step: unknown): number {
  return items.filter(item => item.step === step && item.status === 'completed').length
}

function stepsWith(job: JobWithItems, event: EventView, change: Partial<Step>): Step[] {
  return job.steps.map(step => (step.name === event.step ? { ...step, ...change } : step))
}

function itemsWith(job: JobWithItems, event: EventView, change: (item: Item) => Partial<Item>): Item[] {
  return job.items.map(item =>
    item.step === event.step && item.item_id === event.item_id ? { ...item, ...change(item) } : item,
  )
}

function percent(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : 0
}
