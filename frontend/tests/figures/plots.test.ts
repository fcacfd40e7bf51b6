import { describe, expect, test } from 'vitest'
import { failuresOf } from '../../src/figures/failures'
import { isEmpty, labelOf, plotsOf, written, type Plot } from '../../src/figures/plots'
import { fileRows } from '../../src/figures/rows'
import { figures as t } from '../../src/texts/figures'
import { answer, row } from './rows'

const NONE = { started: 0, completed: 0, failed: 0, cancelled: 0 }
const rows = [
  row('2026-11-01'),
  row('2026-11-02', { jobs: NONE, duration_ms: { p50: null, p95: null, p99: null }, cost_usd: null }),
]

function titled(plots: readonly Plot[], title: string): Plot {
  const found = plots.find(plot => plot.title === title)
  if (!found) throw new Error(`no plot ${title}`)
  return found
}
const valuesOf = ({ points }: Plot, name: string) => points.map(point => point.values[name])

describe('by day', () => {
  const plots = plotsOf(answer(rows, { jobs: { ...NONE, started: 11, completed: 8, failed: 2 } }), 'day')

  test('each plot has each day, and a column of the table for each series', () => {
    for (const { points, series, total } of plots) {
      expect(points.map(point => point.label)).toEqual(['2026-11-01', '2026-11-02'])
      for (const { name } of series) {
        expect(points.every(point => name in point.values)).toBe(true)
        expect(Object.keys(total ?? {})).toContain(name)
      }
    }
  })

  test('a day on which nothing ended has no success, and no duration', () => {
    const jobs = titled(plots, t.jobs.title)
    expect(valuesOf(jobs, 'completed')).toEqual([8, 0])
    expect(valuesOf(jobs, 'success')).toEqual([80, null])
    expect(valuesOf(titled(plots, t.durations.title), 'p95')).toEqual([120, null])
  })

  test('the total is that of the service: it has quantiles and shares of all days', () => {
    expect(titled(plots, t.jobs.title).total).toEqual({
      started: 11,
      completed: 8,
      failed: 2,
      cancelled: 0,
      success: 80,
    })
    expect(titled(plots, t.durations.title).total).toEqual({ p50: 60, p95: 120, p99: 180 })
  })

  test('a cost that is not known is not zero', () => {
    expect(valuesOf(titled(plots, t.tokens.title), 'cost')).toEqual([1.25, null])
  })

  test('each plot is said in words', () => {
    expect(plots.map(plot => plot.said)).toEqual([
      '8 of 10 that ended were completed (80 %).',
      'Half of them up to 60 s, 95 of 100 up to 120 s.',
      'Half of them up to 0.5 s, 95 of 100 up to 2.5 s.',
      '5,700 tokens, $1.25.',
      '80 answered, 2 broken off, 3 refused by the model’s limit.',
    ])
  })
})

test('nothing at all is said to be nothing', () => {
  const nothing = answer([], {
    jobs: NONE,
    duration_ms: { p50: null, p95: null, p99: null },
    queue_ms: { p50: null, p95: null },
    cost_usd: null,
  })
  expect(isEmpty(nothing)).toBe(true)
  const said = plotsOf(nothing, 'day').map(plot => plot.said)
  expect(said.slice(0, 3)).toEqual([t.jobs.said0, t.none, t.none])
  expect(said[3]).toContain(t.tokens.unknown)
  expect(isEmpty(answer([], { jobs: { ...NONE, cancelled: 1 } }))).toBe(false)
})

test('steps have no total, since a job has several, and no calls of their own', () => {
  const plots = plotsOf(answer([row('exam_course/finalize')]), 'step')
  expect(plots.map(plot => [plot.title, plot.total])).toEqual([
    [t.jobs.title, null],
    [t.durations.title, null],
  ])
  expect(plots[0]?.points.map(point => point.label)).toEqual(['Exam course: finalize'])
})

test.each<[string, Parameters<typeof labelOf>[1], string]>([
  ['exam_course', 'pipeline', 'Exam course'],
  ['of_tomorrow', 'pipeline', 'of tomorrow'],
  ['project_course/generate_lessons', 'step', 'Project course: generate lessons'],
  ['generate_lessons', 'step', 'generate lessons'],
  ['claude-sonnet-5-5', 'model', 'claude-sonnet-5-5'],
  ['none', 'model', t.noModel],
  ['none', 'owner', 'none'],
  ['*', 'owner', t.others],
  ['2026-11-01', 'day', '2026-11-01'],
])('%s of a %s is called %s', (key, by, label) => expect(labelOf(key, by)).toBe(label))

describe('failures', () => {
  const failing = (key: string, failures_by_code: Record<string, number>) => ({ key, failures_by_code })

  test('the most frequent codes come first, steps without failures are left out', () => {
    const plot = failuresOf([failing('a', { x: 1, y: 5 }), failing('b', {}), failing('c', { x: 2, y: 0 })])
    expect(plot.series.map(one => one.label)).toEqual(['y', 'x'])
    expect(plot.points.map(point => point.label)).toEqual(['a', 'c'])
    expect(valuesOf(plot, 'code1')).toEqual([1, 2])
    expect(plot.total).toEqual({ code0: 5, code1: 3 })
    expect(plot.said).toBe('8, most often y.')
  })

  test('of many codes the rest is one, and none is lost', () => {
    const codes = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`c.${n}`, 9 - n]))
    const plot = failuresOf([failing('a', codes), failing('b', { 'c.8': 4 })])
    expect(plot.series).toHaveLength(7)
    // c.8 occurs five times, and so stands before c.5 and those behind it.
    expect(plot.series.map(one => one.label)).toEqual([
      'c.0',
      'c.1',
      'c.2',
      'c.3',
      'c.4',
      'c.8',
      t.failures.other,
    ])
    expect(valuesOf(plot, 'others')).toEqual([4 + 3 + 2, 0])
    const told = Object.values(plot.total ?? {}).reduce<number>((sum, one) => sum + (one ?? 0), 0)
    expect(told).toBe(45 + 4)
  })

  test('without one there is nothing to draw', () => {
    const plot = failuresOf([failing('a', {})])
    expect([plot.series, plot.points, plot.said]).toEqual([[], [], t.failures.said0])
  })
})

test.each<[number | null, Parameters<typeof written>[1], string]>([
  [null, 'count', '–'],
  [1234567, 'count', '1,234,567'],
  [0.0123, 'usd', '$0.012'],
  [1.5, 'seconds', '1.5'],
  [1234.56, 'seconds', '1,234.6'],
  [66.6666, 'percent', '66.7 %'],
])('%s %s is written %s', (value, unit, text) => expect(written(value, unit)).toBe(text))

test('the file has all that the service told, and a column for each code', () => {
  const [header, ...lines] = fileRows(
    [row('a'), row('b', { failures_by_code: { x: 2 }, cost_usd: null })],
    'pipeline',
  )
  expect(header?.slice(0, 3)).toEqual(['pipeline', 'started', 'completed'])
  expect(header?.slice(-3)).toEqual(['cost_usd', 'failed:model-refused', 'failed:x'])
  expect(lines.map(line => line.length)).toEqual([header?.length, header?.length])
  expect(lines.map(line => line.slice(-3))).toEqual([
    [1.25, 1, 0],
    [null, 0, 2],
  ])
})
