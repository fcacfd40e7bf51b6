/** Failures: of rows by step, how often each failed, told apart by code. */
import type { FigureRow } from '../api/figures'
import { count } from '../progress/format'
import { figures as t } from '../texts/figures'
import { labelOf, type Plot, type Series } from './plots'

type Codes = FigureRow['failures_by_code']

/** Codes that are told apart: those that occur most. */
const MOST_CODES = 6
const OTHERS = 'others'

export function failuresOf(rows: readonly Pick<FigureRow, 'key' | 'failures_by_code'>[]): Plot {
  const failing = rows.filter(row => sumOf(row.failures_by_code) > 0)
  const all = together(failing.map(row => row.failures_by_code))
  const ordered = Object.entries(all).sort(([a, one], [b, other]) => other - one || a.localeCompare(b))
  const told = ordered.slice(0, MOST_CODES).map(([code]) => code)
  const hasOthers = ordered.length > told.length
  const valuesOf = (codes: Codes) => {
    const values = told.map((code, place) => [nameOf(place), codes[code] ?? 0] as const)
    const others = sumOf(codes) - values.reduce((sum, [, failed]) => sum + failed, 0)
    return { ...Object.fromEntries(values), ...(hasOthers && { [OTHERS]: others }) }
  }
  return {
    title: t.failures.title,
    first: t.failures.step,
    series: [
      ...told.map((code, place) => bar(nameOf(place), code, place + 1)),
      ...(hasOthers ? [bar(OTHERS, t.failures.other, 0)] : []),
    ],
    points: failing.map(row => ({
      label: labelOf(row.key, 'step'),
      values: valuesOf(row.failures_by_code),
    })),
    total: valuesOf(all),
    said: told[0] === undefined ? t.failures.said0 : t.failures.said(count(sumOf(all)), told[0]),
  }
}

/** No code of the service: a chart would take a point in it for a path. */
function nameOf(place: number): string {
  return `code${place}`
}

function bar(name: string, label: string, color: number): Series {
  return { name, label, unit: 'count', kind: 'bar', color }
}

function together(all: readonly Codes[]): Codes {
  const sums: Codes = {}
  for (const codes of all) {
    for (const [code, failed] of Object.entries(codes)) sums[code] = (sums[code] ?? 0) + failed
  }
  return sums
}

function sumOf(codes: Codes): number {
  return Object.values(codes).reduce((sum, failed) => sum + failed, 0)
}
