import { expect, test } from 'vitest'
import { addressOf, FILTERS, shownBy, statusOf } from '../../src/queue/filters'
import { trailIn } from '../../src/queue/trail'

test.each(FILTERS)('%s comes back from its own address', filter => {
  for (const cursor of [undefined, 'a+b/c=&d']) {
    expect(shownBy(new URLSearchParams(addressOf({ filter, cursor })))).toEqual({ filter, cursor })
  }
})

test('a filter that does not exist shows everything', () => {
  expect(shownBy(new URLSearchParams('status=nonsense')).filter).toBe('all')
  expect(statusOf('all')).toBeUndefined()
})

test('everything, from the newest on, has the plain address', () => {
  expect(addressOf({ filter: 'all' })).toBe('')
})

test.each([null, undefined, 'x', {}, { trail: 'x' }, { trail: [1] }, { trail: null }])(
  'a way back that is none (%j) is no way back',
  state => expect(trailIn(state)).toEqual([]),
)

test('the way back is kept in its order', () => {
  expect(trailIn({ trail: ['a', 'b'] })).toEqual(['a', 'b'])
})
