/** What was typed and not saved, in a browser's storage that may be full, refused, or hold anything. */
import { beforeEach, expect, test } from 'vitest'
import {
  draftIn,
  keyOf,
  MOST_CHARACTERS,
  MOST_DRAFTS,
  readDraft,
  removeDraft,
  writeDraft,
} from '../../src/editor/drafts'
import type { Draft } from '../../src/editor/editing'
import { OF_EXAM, OF_PROJECT } from './lessons'

/** With room for so many characters. */
class Kept implements Storage {
  readonly items = new Map<string, string>()
  private readonly room: number
  constructor(room = Infinity) {
    this.room = room
  }
  get length() {
    return this.items.size
  }
  key(index: number) {
    return [...this.items.keys()][index] ?? null
  }
  getItem(key: string) {
    return this.items.get(key) ?? null
  }
  setItem(key: string, text: string) {
    const others = [...this.items].filter(([one]) => one !== key)
    const taken = others.reduce((sum, [, one]) => sum + one.length, 0)
    if (taken + text.length > this.room) throw new DOMException('full', 'QuotaExceededError')
    this.items.set(key, text)
  }
  removeItem(key: string) {
    this.items.delete(key)
  }
  clear() {
    this.items.clear()
  }
}

const PLACE = { owner: 'ada', courseId: 'course_1', lessonId: OF_EXAM.lesson_id }
const DRAFT: Draft = { base: 'v1', at: 1, lesson: { ...OF_EXAM, title: 'Mine' }, aside: [OF_EXAM] }
const SIZE = JSON.stringify(DRAFT).length

let storage: Kept
beforeEach(() => {
  storage = new Kept()
})

test('what is written is read again, by its owner at its lesson, until it is removed', () => {
  expect(writeDraft(storage, PLACE, DRAFT)).toBe(true)
  expect(readDraft(storage, PLACE, OF_EXAM)).toEqual(DRAFT)
  expect(readDraft(storage, { ...PLACE, owner: 'bob' }, OF_EXAM)).toBeNull()
  expect(readDraft(storage, { ...PLACE, courseId: 'course_2' }, OF_EXAM)).toBeNull()
  removeDraft(storage, PLACE, DRAFT.at - 1)
  expect(readDraft(storage, PLACE, OF_EXAM)).toEqual(DRAFT)
  removeDraft(storage, PLACE, DRAFT.at)
  expect(readDraft(storage, PLACE, OF_EXAM)).toBeNull()
})

test('no two places share a key', () => {
  const a = keyOf({ owner: 'a/b', courseId: 'c', lessonId: 'd' })
  const b = keyOf({ owner: 'a', courseId: 'b/c', lessonId: 'd' })
  expect(a).not.toBe(b)
})

const at = (index: number) => ({ ...PLACE, lessonId: `lesson-${index}` })

test('of more than so many the oldest go, and nothing else of the page', () => {
  storage.setItem('coursemill.reading.ada.course_1', '{}')
  for (let index = 0; index < MOST_DRAFTS + 3; index++) {
    expect(writeDraft(storage, at(index), { ...DRAFT, at: 1_000 - index })).toBe(true)
  }
  const kept = [...storage.items.keys()].filter(key => key.includes('draft'))
  expect(kept).toHaveLength(MOST_DRAFTS)
  expect(kept).toContain(keyOf(at(0)))
  expect(kept).toContain(keyOf(at(MOST_DRAFTS + 2)))
  expect(storage.getItem('coursemill.reading.ada.course_1')).toBe('{}')
})

test('in a full browser older drafts make room', () => {
  storage = new Kept(2.5 * SIZE)
  for (const index of [1, 2, 3]) expect(writeDraft(storage, at(index), { ...DRAFT, at: index })).toBe(true)
  expect([...storage.items.keys()]).toEqual([keyOf(at(2)), keyOf(at(3))])
})

test('where there is no room it is said', () => {
  expect(writeDraft(new Kept(SIZE / 2), PLACE, DRAFT)).toBe(false)
  const long = { ...OF_EXAM, body: 'x'.repeat(MOST_CHARACTERS) }
  expect(writeDraft(storage, PLACE, { ...DRAFT, lesson: long })).toBe(false)
})

test.each<[string, string | null]>([
  ['nothing', null],
  ['no JSON', '{'],
  ['a word', '"x"'],
  ['null', 'null'],
  ['no lesson', JSON.stringify({ ...DRAFT, lesson: undefined })],
  ['another lesson', JSON.stringify({ ...DRAFT, lesson: { ...OF_EXAM, lesson_id: 'other' } })],
  ['a lesson of a project', JSON.stringify({ ...DRAFT, lesson: OF_PROJECT })],
  ['a body that is none', JSON.stringify({ ...DRAFT, lesson: { ...OF_EXAM, body: 3 } })],
  ['options that are none', JSON.stringify({ ...DRAFT, lesson: { ...OF_EXAM, quiz: [{ options: 1 }] } })],
  ['objectives that are none', JSON.stringify({ ...DRAFT, lesson: { ...OF_EXAM, objectives: [null] } })],
  ['no version', JSON.stringify({ ...DRAFT, base: 1 })],
  ['no time', JSON.stringify({ ...DRAFT, at: 'now' })],
])('%s is no draft', (_, text) => {
  expect(draftIn(text, OF_EXAM)).toBeNull()
})

test('of what is put aside only what can be shown comes back', () => {
  const text = JSON.stringify({ ...DRAFT, aside: [{}, OF_EXAM, null] })
  expect(draftIn(text, OF_EXAM)?.aside).toEqual([OF_EXAM])
  expect(draftIn(JSON.stringify({ ...DRAFT, aside: 3 }), OF_EXAM)?.aside).toEqual([])
})

test('a draft may hold nothing but what is put aside', () => {
  expect(draftIn(JSON.stringify({ ...DRAFT, lesson: null }), OF_EXAM)).toEqual({ ...DRAFT, lesson: null })
})

test('a lesson of a project is kept as well', () => {
  expect(draftIn(JSON.stringify({ ...DRAFT, lesson: OF_PROJECT, aside: [] }), OF_PROJECT)).not.toBeNull()
})
