import { describe, expect, it } from 'vitest'
import type { EventView, Item, JobWithItems, Step } from '../../src/api/types'
import { fed, itemKey, NOTHING_READ, withEvents } from '../../src/progress/feed'

const step: Step = {
  name: 'generate_lessons',
  label: 'Generating lessons',
  status: 'running',
  items_total: 2,
  items_completed: 0,
  started_at: null,
  completed_at: null,
  duration_ms: null,
}
const item: Item = {
  item_id: 'a',
  step: step.name,
  label: 'IAM',
  status: 'running',
  progress: 10,
  attempts: 1,
}
const job = {
  job_id: 'job_1',
  status: 'running',
  progress: 40,
  message: 'Generating lessons',
  is_finished: false,
  steps: [step, { ...step, name: 'save_course', status: 'pending', items_total: null }],
  items: [item, { ...item, item_id: 'b', status: 'pending', progress: 0 }],
  last_event_id: 10,
} as unknown as JobWithItems

function event(event_id: number, type: EventView['type'], fields: Record<string, unknown>): EventView {
  return { event_id, type, job_id: 'job_1', timestamp: '2026-11-22T09:30:00.000Z', ...fields }
}
const of = { step: step.name, item_id: 'a' }

describe('a job and what its feed adds', () => {
  it('moves with the events that are newer than it', () => {
    const after = withEvents(job, [
      event(11, 'topic_progress', { ...of, progress: 60, preview: 'x' }),
      event(12, 'step_progress', { step: step.name, progress: 55, message: '1 of 2 done' }),
      event(13, 'topic_started', { step: step.name, item_id: 'b' }),
      event(14, 'topic_completed', of),
    ])
    expect(after.progress).toBe(55)
    expect(after.message).toBe('1 of 2 done')
    expect(after.items.map(one => [one.status, one.progress])).toEqual([
      ['completed', 100],
      ['running', 0],
    ])
    expect(after.steps[0]?.items_completed).toBe(1)
  })

  it('counts an item once, however often its end is told', () => {
    const told = [event(11, 'topic_completed', of), event(12, 'topic_completed', of)]
    expect(withEvents(job, told).steps[0]?.items_completed).toBe(1)
  })

  it('does not count an event that the job knows already', () => {
    const known = event(10, 'topic_completed', of)
    expect(withEvents(job, [known])).toBe(job)
  })

  it('never goes back', () => {
    const after = withEvents(job, [
      event(11, 'step_progress', { step: step.name, progress: 12 }),
      event(12, 'topic_progress', { ...of, progress: 4, preview: '' }),
    ])
    expect(after.progress).toBe(40)
    expect(after.items[0]?.progress).toBe(10)
  })

  it('leaves an ended job as it is, and the end of one to the job itself', () => {
    const ended = { ...job, is_finished: true }
    expect(withEvents(ended, [event(11, 'step_progress', { progress: 90 })])).toBe(ended)
    const after = withEvents(job, [event(11, 'job_failed', { error: { code: 'x' } })])
    expect([after.is_finished, after.status]).toEqual([false, 'running'])
  })

  it('is not shaken by fields that it does not expect', () => {
    const odd = withEvents(job, [event(11, 'step_progress', { step: 7, progress: 'much', message: null })])
    expect([odd.progress, odd.message]).toEqual([40, 'Generating lessons'])
  })
})

describe('the texts of a feed', () => {
  it('are kept for each item until it is done', () => {
    const one = fed(NOTHING_READ, [event(1, 'topic_progress', { ...of, preview: 'Safe' })], 1)
    const two = fed(one, [event(2, 'topic_progress', { ...of, preview: 'Safe methods' })], 2)
    expect(two.texts.get(itemKey(item))).toBe('Safe methods')
    expect(two.lastEventId).toBe(2)
    const three = fed(two, [event(3, 'topic_completed', of)], 3)
    expect(three.texts.size).toBe(0)
    expect(one.texts.get(itemKey(item))).toBe('Safe')
  })
})
