/** Findings: what the quality rules found, by the lesson or week that it lies in. */
import type { Course, Program } from '../api/types'
import { texts } from '../texts'

const t = texts.reader.findings

export type Finding = NonNullable<(Course | Program)['quality']>['findings'][number]
export type Level = Finding['level']

/** The worst first. */
export const LEVELS: readonly Level[] = ['block', 'warn', 'note']

/** Names a finding for as long as the same stands there: another text has another message. */
export function keyOf({ rule, pointer, message }: Finding): string {
  return `${rule} ${pointer} ${message}`
}

/** Those at or below a JSON pointer, in the order of their levels. */
export function findingsIn(found: readonly Finding[], place: string): Finding[] {
  return sorted(found.filter(one => isIn(one.pointer, place)))
}

/** Those that lie in none of the places. */
export function findingsElsewhere(found: readonly Finding[], places: readonly string[]): Finding[] {
  return sorted(found.filter(one => !places.some(place => isIn(one.pointer, place))))
}

function isIn(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`)
}

function sorted(found: readonly Finding[]): Finding[] {
  return [...found].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
}

/** "1 that blocks publishing, 4 warnings"; '' where there is nothing. */
export function countedByLevel(found: readonly Finding[]): string {
  const parts = LEVELS.flatMap(level => {
    const count = found.filter(one => one.level === level).length
    return count > 0 ? [t.counts[level](count)] : []
  })
  return parts.join(', ')
}

const PARTS: ReadonlyMap<string, string> = new Map(Object.entries(t.parts))

/** Where in the lesson or week, as its reader would call it; '' where that is not known. */
export function whereIn(pointer: string, place: string): string {
  const [part = '', index, deeper, deeperIndex] = pointer.slice(place.length + 1).split('/')
  const name = PARTS.get(part)
  if (!pointer.startsWith(`${place}/`) || name === undefined) return ''
  const inner = PARTS.get(deeper ?? '')
  const outer = numbered(name, index)
  return inner !== undefined && deeperIndex !== undefined
    ? `${outer}, ${numbered(inner, deeperIndex).toLowerCase()}`
    : outer
}

function numbered(name: string, index: string | undefined): string {
  return index !== undefined && /^\d+$/.test(index) ? `${name} ${Number(index) + 1}` : name
}

/** JSON pointer of a lesson in its course. */
export function lessonPointer(lesson: {
  readonly kind: 'exam' | 'project'
  readonly number: number
  readonly chapter: { readonly number: number }
}): string {
  const chapters = lesson.kind === 'exam' ? 'topics' : 'projects'
  return `/${chapters}/${lesson.chapter.number - 1}/lessons/${lesson.number - 1}`
}

/** JSON pointer of a week, by its place from 0, in its program. */
export function weekPointer(index: number): string {
  return `/weeks/${index}`
}
