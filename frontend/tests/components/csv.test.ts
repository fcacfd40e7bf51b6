import { expect, test } from 'vitest'
import { csvFile, csvOf, type Cell } from '../../src/components/csv'

test.each<[string, Cell, string]>([
  ['a text', 'bees', 'bees'],
  ['a comma', 'bees, wasps', '"bees, wasps"'],
  ['a quotation mark', 'the "queen"', '"the ""queen"""'],
  ['a line break', 'one\ntwo', '"one\ntwo"'],
  ['a formula', '=1+1', "'=1+1"],
  ['a formula with a comma', '@SUM(A1,A2)', `"'@SUM(A1,A2)"`],
  ['a text that begins with a minus', '-1 day', "'-1 day"],
  ['a negative number', -1.5, '-1.5'],
  ['zero', 0, '0'],
  ['no', false, 'false'],
  ['nothing', null, ''],
  ['nothing at all', undefined, ''],
])('%s', (_, cell, written) => {
  expect(csvOf([['x', cell]])).toBe(`x,${written}\r\n`)
})

test('a file begins with the mark of UTF-8', async () => {
  const { name, content } = csvFile('bees.csv', [['Bär'], ['ä']])
  expect(name).toBe('bees.csv')
  expect(new Uint8Array(await content.arrayBuffer()).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
  // Decoded, the mark is left out.
  expect(await content.text()).toMatch(/Bär\r\nä\r\n$/)
})
