/** What becomes of what was typed: saved, refused, overtaken by another version, put aside, discarded. */
import { expect, test } from 'vitest'
import type { EditedLesson } from '../../src/api/lessons'
import {
  begun,
  draftOf,
  edited,
  isDirty,
  openFaults,
  type Action,
  type Editing,
} from '../../src/editor/editing'
import { OF_EXAM } from './lessons'

const LIVE: EditedLesson = OF_EXAM
const NEWER: EditedLesson = { ...OF_EXAM, version: 'v2', title: 'Bees and wasps' }
const mine = (title: string): EditedLesson => ({ ...OF_EXAM, title })
const type = (title: string): Action => ({ type: 'typed', change: lesson => ({ ...lesson, title }) })

function after(...actions: Action[]): Editing {
  return actions.reduce(edited, begun(LIVE, null))
}

test('a change that is taken back is none', () => {
  const state = after(type('Mine'), type(LIVE.title))
  expect(isDirty(state)).toBe(false)
  expect(draftOf(state, 1)).toBeNull()
})

test('what is saved is what the next save takes the place of', () => {
  const answer = { ...mine('Mine'), version: 'v2' }
  const state = after(type('Mine'), { type: 'saved', answer, sent: mine('Mine') })
  expect(state).toMatchObject({ base: 'v2', live: answer, conflict: null })
  expect(isDirty(state)).toBe(false)
})

test('what was typed while it was saved stays, and is not saved', () => {
  const answer = { ...mine('Mine'), version: 'v2' }
  const state = after(type('Mine'), type('Mine, too'), { type: 'saved', answer, sent: mine('Mine') })
  expect(state).toMatchObject({ base: 'v2', lesson: { title: 'Mine, too' } })
  expect(isDirty(state)).toBe(true)
})

test('of a version that came meanwhile one is told; the form stays, and so does what it began with', () => {
  const state = after(type('Mine'), { type: 'changedMeanwhile', version: 'v2' })
  expect(state).toMatchObject({ base: 'v1', conflict: 'v2', lesson: { title: 'Mine' } })
})

test('the new one is loaded, what was typed is put aside, and comes back upon the new one', () => {
  const loaded = after(
    type('Mine'),
    { type: 'changedMeanwhile', version: 'v2' },
    { type: 'loaded', lesson: NEWER },
  )
  expect(loaded).toMatchObject({ base: 'v2', conflict: null, lesson: NEWER, aside: [{ title: 'Mine' }] })
  expect(draftOf(loaded, 5)).toMatchObject({ at: 5, aside: [{ title: 'Mine' }] })
  const back = edited(loaded, { type: 'tookBack' })
  expect(back).toMatchObject({ base: 'v2', lesson: { title: 'Mine' }, aside: [] })
})

test('nothing is put aside where nothing was typed, or the same', () => {
  expect(after({ type: 'loaded', lesson: NEWER }).aside).toEqual([])
  expect(after(type(NEWER.title), { type: 'loaded', lesson: NEWER }).aside).toEqual([])
})

test('what is typed upon the new one and overtaken again is put aside as well, and all of it comes back', () => {
  const newest = { ...NEWER, version: 'v3', title: 'Wasps' }
  const state = after(type('First'), { type: 'loaded', lesson: NEWER }, type('Second'), {
    type: 'loaded',
    lesson: newest,
  })
  expect(state.aside.map(one => one.title)).toEqual(['Second', 'First'])
  const second = edited(state, { type: 'tookBack' })
  expect([second.lesson.title, second.aside.map(one => one.title)]).toEqual(['Second', ['First']])
  const first = edited(second, { type: 'tookBack' })
  expect([first.lesson.title, first.aside.map(one => one.title)]).toEqual(['First', ['Second']])
})

test('nothing that was put aside is dropped, however often one is overtaken', () => {
  const titles = ['1', '2', '3', '4', '5']
  const overtaken = titles.flatMap((title, index): Action[] => [
    type(title),
    { type: 'loaded', lesson: { ...NEWER, version: `v${index + 3}`, title: `Theirs ${index}` } },
  ])
  expect(after(...overtaken).aside.map(one => one.title)).toEqual([...titles].reverse())
})

test('a save keeps what was put aside, unless it is what was saved', () => {
  const aside = after(type('Mine'), { type: 'loaded', lesson: NEWER })
  const other = { ...NEWER, version: 'v3', title: 'Other' }
  expect(edited(aside, { type: 'saved', answer: other, sent: other }).aside).toHaveLength(1)
  const same = { ...mine('Mine'), version: 'v3' }
  expect(edited(aside, { type: 'saved', answer: same, sent: same }).aside).toEqual([])
  expect(edited(aside, { type: 'leftAside' }).aside).toEqual([])
})

test('changes are discarded, what is put aside is not', () => {
  const state = after(type('Mine'), { type: 'loaded', lesson: NEWER }, type('More'), { type: 'discarded' })
  expect(state).toMatchObject({ lesson: NEWER, aside: [{ title: 'Mine' }] })
})

test('a draft goes on from the version that it began with', () => {
  const draft = { base: 'v1', at: 1, lesson: mine('Mine'), aside: [] }
  expect(begun(LIVE, draft)).toMatchObject({ base: 'v1', conflict: null, lesson: { title: 'Mine' } })
  expect(begun(NEWER, draft)).toMatchObject({ base: 'v1', conflict: 'v2', lesson: { title: 'Mine' } })
})

test('a draft that says what the lesson says is none, whatever version it began with', () => {
  const state = begun(NEWER, { base: 'v1', at: 1, lesson: { ...NEWER, version: 'v1' }, aside: [] })
  expect(state).toMatchObject({ base: 'v2', conflict: null })
  expect(draftOf(state, 2)).toBeNull()
})

test('with nothing typed but what is put aside, a newer version is no conflict', () => {
  const draft = draftOf(after(type('Mine'), { type: 'loaded', lesson: NEWER }), 1)
  expect(draft).toMatchObject({ lesson: null, aside: [{ title: 'Mine' }] })
  const newest = { ...NEWER, version: 'v3', title: 'Wasps' }
  const state = begun(newest, draft)
  expect(state).toMatchObject({ base: 'v3', conflict: null, lesson: newest, aside: [{ title: 'Mine' }] })
  expect(isDirty(state)).toBe(false)
})

test('a fault stands as long as what it was said of', () => {
  const refused = after(type(''), {
    type: 'refused',
    sent: mine(''),
    faults: [
      { pointer: '/title', message: 'must not be empty' },
      { pointer: '/body', message: 'is too long' },
      { pointer: '/objectives/1', message: 'is too long' },
      { pointer: '/question_ids', message: 'cannot be changed' },
    ],
  })
  const open = (state: Editing) => openFaults(state).map(one => one.pointer)
  expect(open(refused)).toEqual(['/title', '/body', '/objectives/1', '/question_ids'])
  const mended = edited(refused, type('Bees'))
  expect(open(mended)).toEqual(['/body', '/objectives/1', '/question_ids'])
  const shorter = edited(mended, { type: 'typed', change: one => ({ ...one, objectives: ['Other'] }) })
  expect(open(shorter)).toEqual(['/body', '/question_ids'])
  expect(open(edited(shorter, { type: 'loaded', lesson: NEWER }))).toEqual([])
})
