/** Drafts: what was typed into a lesson and not saved, kept in this browser for each owner. */
import type { EditedLesson, LessonPlace } from '../api/lessons'
import type { Draft } from './editing'
import { isLesson } from './shape'

const PREFIX = 'coursemill.draft.'

/** Lessons of which drafts are kept in a browser: of all owners together. The oldest goes. */
export const MOST_DRAFTS = 20

/** Characters of one draft, about the longest lesson twice. A browser has room for five millions in all. */
export const MOST_CHARACTERS = 600_000

export interface DraftPlace extends LessonPlace {
  readonly owner: string
}

export function keyOf({ owner, courseId, lessonId }: DraftPlace): string {
  return PREFIX + [owner, courseId, lessonId].map(encodeURIComponent).join('/')
}

/** null where there is none that can be read. */
export function readDraft(storage: Storage, place: DraftPlace, live: EditedLesson): Draft | null {
  try {
    return draftIn(storage.getItem(keyOf(place)), live)
  } catch {
    return null // a browser may refuse its storage
  }
}

/** Says whether it is kept. */
export function writeDraft(storage: Storage, place: DraftPlace, draft: Draft): boolean {
  const text = JSON.stringify(draft)
  if (text.length > MOST_CHARACTERS) return false
  const key = keyOf(place)
  try {
    const others = draftsByAge(storage).filter(one => one !== key)
    for (const old of others.splice(0, others.length - (MOST_DRAFTS - 1))) storage.removeItem(old)
    return stored(storage, key, text, others)
  } catch {
    return false
  }
}

/** With fewer of the older ones, where the browser has no room for all of them. */
function stored(storage: Storage, key: string, text: string, others: readonly string[]): boolean {
  for (const old of [...others, null]) {
    try {
      storage.setItem(key, text)
      return true
    } catch {
      if (old !== null) storage.removeItem(old)
    }
  }
  return false
}

/** `at`: of the draft that is meant. One that another tab has written since stays. */
export function removeDraft(storage: Storage, place: DraftPlace, at: number): void {
  const key = keyOf(place)
  try {
    if (timeIn(storage.getItem(key)) === at) storage.removeItem(key)
  } catch {
    // Where nothing can be stored nothing is.
  }
}

/** Keys, the oldest first. */
function draftsByAge(storage: Storage): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return keys
    .filter(key => key.startsWith(PREFIX))
    .map(key => ({ key, at: timeIn(storage.getItem(key)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ key }) => key)
}

function timeIn(text: string | null): number {
  const raw = parsed(text)
  return typeof raw.at === 'number' ? raw.at : 0
}

/** What stands in a browser's storage may be anything. */
export function draftIn(text: string | null, live: EditedLesson): Draft | null {
  const { base, at, lesson, aside } = parsed(text)
  if (typeof base !== 'string' || typeof at !== 'number') return null
  if (lesson !== null && !isLesson(lesson, live)) return null
  const others: readonly unknown[] = Array.isArray(aside) ? aside : []
  return { base, at, lesson, aside: others.filter(one => isLesson(one, live)) }
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(text ?? '')
    return typeof raw === 'object' && raw !== null ? { ...raw } : {}
  } catch {
    return {}
  }
}
