/** Authors: who made a version of a lesson, in words. */
import type { LessonVersion } from '../api/lessons'
import { editor } from '../texts/editor'

const t = editor.versions

export function authorOf({ made_by }: LessonVersion): string {
  if (made_by === null) return t.nobody
  if (made_by === 'author') return t.author
  return made_by === 'offline' ? t.offline : t.model(made_by)
}
