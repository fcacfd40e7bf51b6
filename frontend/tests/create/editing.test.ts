// @vitest-environment happy-dom
/** Outlines are edited without losing anything of them, and edits survive a reload. */
import { afterEach, expect, test } from 'vitest'
import type { Outline } from '../../src/api/types'
import { OUTLINE } from '../../src/create/limits'
import { approved, edit, edited, faultsOf, outlinesIn, type Edit } from '../../src/create/topic/editing'
import { forgetChoice, keepChoice, keptChoice } from '../../src/create/topic/keeping'
import { pick, seeded } from './random'

const GENERATED: Outline = {
  title: 'Shops with Django',
  angle: 'From the counter to the till',
  description: 'Four projects.',
  language: 'en',
  audience: null,
  facts: ['The shop sells honey', 'Prices are in cents'],
  projects: ['Shelf', 'Basket', 'Till', 'Ledger'].map(title => ({
    title,
    description: `About the ${title}`,
    objectives: ['one', 'two'],
  })),
}

afterEach(() => sessionStorage.clear())

test('an outline that nobody touched is sent as it was generated', () => {
  expect(approved(edited(GENERATED), GENERATED)).toEqual(GENERATED)
})

test('moves, removals and additions keep every project whole, and within the limits', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const random = seeded(seed)
    let outline = edited(GENERATED)
    for (let step = 0; step < 30; step += 1) {
      const key = pick(random, outline.projects).key
      const change = pick<Edit>(random, [
        { type: 'move', key, by: -1 },
        { type: 'move', key, by: 1 },
        { type: 'remove', key },
        { type: 'add' },
      ])
      const before = outline
      outline = edit(outline, change)
      const keys = outline.projects.map(project => project.key)
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys.length).toBeGreaterThanOrEqual(OUTLINE.projects.least)
      expect(keys.length).toBeLessThanOrEqual(OUTLINE.projects.most)
      if (change.type === 'move')
        expect(keys.toSorted()).toEqual(before.projects.map(project => project.key).toSorted())
      for (const project of outline.projects) {
        const original = GENERATED.projects[project.key]
        expect(project.title).toBe(original?.title ?? '')
      }
    }
  }
})

test('moving up and down again changes nothing; the first cannot go up', () => {
  const outline = edited(GENERATED)
  const up = edit(outline, { type: 'move', key: 2, by: -1 })
  expect(up.projects.map(project => project.title)).toEqual(['Shelf', 'Till', 'Basket', 'Ledger'])
  expect(edit(up, { type: 'move', key: 2, by: 1 })).toEqual(outline)
  expect(edit(outline, { type: 'move', key: 0, by: -1 })).toEqual(outline)
})

test('texts are sent trimmed, objectives one a line without their list marks', () => {
  const outline = edit(edited(GENERATED), {
    type: 'project',
    key: 1,
    change: { title: ' Cart ', description: ' ', objectives: '- three\n\n • four \nfive' },
  })
  expect(approved(outline, GENERATED).projects[1]).toEqual({
    title: 'Cart',
    description: null,
    objectives: ['three', 'four', 'five'],
  })
})

test('what the service would refuse is named at its field', () => {
  let outline = edit(edited(GENERATED), { type: 'outline', change: { title: ' ' } })
  outline = edit(outline, { type: 'add' })
  outline = edit(outline, { type: 'project', key: 0, change: { objectives: 'x\n'.repeat(9) } })
  outline = edit(outline, { type: 'project', key: 1, change: { objectives: 'x'.repeat(301) } })
  expect(Object.fromEntries(faultsOf(outline))).toEqual({
    title: 'The title is empty',
    '4.title': 'The title is empty',
    '0.objectives': 'There are 9 objectives, at most 8 are allowed',
    '1.objectives': 'An objective has 301 characters, at most 300 are allowed',
  })
  expect(faultsOf(edited(GENERATED)).size).toBe(0)
})

test('the choice is kept for its owner and job, and forgotten once it is used', () => {
  const choice = { chosen: 0, edits: { 0: edited(GENERATED) } }
  keepChoice('ada', 'job-1', choice)
  expect(keptChoice('ada', 'job-1', 1)).toEqual(choice)
  expect(keptChoice('grace', 'job-1', 1)).toBeNull()
  expect(keptChoice('ada', 'job-2', 1)).toBeNull()
  forgetChoice('ada', 'job-1')
  expect(keptChoice('ada', 'job-1', 1)).toBeNull()
})

test.each([
  ['no JSON', '{'],
  ['a choice that is not there', '{"chosen": 3, "edits": {}}'],
  ['half an outline', '{"chosen": 0, "edits": {"0": {"title": "x"}}}'],
  ['something else', '[]'],
])('what cannot be used is not: %s', (_, kept) => {
  sessionStorage.setItem('coursemill.outlines.ada.job-1', kept)
  expect(keptChoice('ada', 'job-1', 1)).toBeNull()
})

test('results of other jobs hold no outlines', () => {
  expect(outlinesIn(null)).toBeNull()
  expect(outlinesIn({ course_id: 'c' })).toBeNull()
  expect(outlinesIn({ outlines: [GENERATED] })).toEqual([GENERATED])
})
