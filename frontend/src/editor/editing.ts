/** Editing: a lesson while it is changed, and what becomes of what was typed. */
import type { FieldFault } from '../api/errors'
import type { EditedLesson } from '../api/lessons'
import { valueAt } from './pointers'

export interface Editing {
  /** As the service has it, as far as this page knows. */
  readonly live: EditedLesson
  /** As it stands in the form. */
  readonly lesson: EditedLesson
  /** The version that the form began with: what `If-Match` names. */
  readonly base: string
  /** The version that is live instead of `base`; null while nobody has told of one. */
  readonly conflict: string | null
  /** What was typed and made way for another version: it can be brought back, the first one first. */
  readonly aside: readonly EditedLesson[]
  /** What the service found wrong with a lesson that it refused. */
  readonly refused: { readonly lesson: EditedLesson; readonly faults: readonly FieldFault[] } | null
}

/** What was typed and not saved, as it is kept in the browser. */
export interface Draft {
  readonly base: string
  /** Epoch ms. */
  readonly at: number
  /** null where nothing was typed but what is put aside. */
  readonly lesson: EditedLesson | null
  readonly aside: readonly EditedLesson[]
}

export type Action =
  | { readonly type: 'typed'; readonly change: (lesson: EditedLesson) => EditedLesson }
  /** `sent`: what was typed when Save was pressed. */
  | { readonly type: 'saved'; readonly answer: EditedLesson; readonly sent: EditedLesson }
  | { readonly type: 'refused'; readonly sent: EditedLesson; readonly faults: readonly FieldFault[] }
  | { readonly type: 'changedMeanwhile'; readonly version: string }
  /** Another version takes the place of what is in the form. */
  | { readonly type: 'loaded'; readonly lesson: EditedLesson }
  | { readonly type: 'tookBack' }
  | { readonly type: 'leftAside' }
  | { readonly type: 'discarded' }

export function begun(live: EditedLesson, draft: Draft | null): Editing {
  if (draft === null) return fresh(live, [])
  // Saved by another tab, or before its answer got lost.
  if (draft.lesson === null || isSame(draft.lesson, live)) return fresh(live, draft.aside)
  const { base, lesson, aside } = draft
  const conflict = base === live.version ? null : live.version
  return { live, lesson, base, conflict, aside, refused: null }
}

export function edited(state: Editing, action: Action): Editing {
  switch (action.type) {
    case 'typed':
      return { ...state, lesson: action.change(state.lesson) }
    case 'saved': {
      const { answer, sent } = action
      // What was typed while the answer was under way is not saved yet.
      const lesson = isSame(state.lesson, sent) ? answer : state.lesson
      return { ...fresh(answer, state.aside), lesson }
    }
    case 'refused':
      return { ...state, refused: { lesson: action.sent, faults: action.faults } }
    case 'changedMeanwhile':
      return { ...state, conflict: action.version, refused: null }
    case 'loaded':
      return fresh(action.lesson, withMine(state, action.lesson))
    case 'tookBack': {
      const [lesson, ...others] = state.aside
      if (lesson === undefined) return state
      return { ...state, lesson, aside: isDirty(state) ? [...others, state.lesson] : others, refused: null }
    }
    case 'leftAside':
      return { ...state, aside: [] }
    case 'discarded':
      return fresh(state.live, state.aside)
  }
}

function fresh(live: EditedLesson, aside: readonly EditedLesson[]): Editing {
  const others = aside.filter(one => !isSame(one, live))
  return { live, lesson: live, base: live.version, conflict: null, aside: others, refused: null }
}

function withMine(state: Editing, instead: EditedLesson): readonly EditedLesson[] {
  const isLost = isDirty(state) && !isSame(state.lesson, instead)
  return isLost ? [state.lesson, ...state.aside] : state.aside
}

export function isDirty({ lesson, live }: Editing): boolean {
  return !isSame(lesson, live)
}

/** What has to outlive the page; null where all of it is saved. */
export function draftOf(state: Editing, at: number): Draft | null {
  const { base, lesson, aside } = state
  const typed = isDirty(state) ? lesson : null
  return typed !== null || aside.length > 0 ? { base, at, lesson: typed, aside } : null
}

/** Whether both say the same, whatever versions they are. */
export function isSame(one: EditedLesson, other: EditedLesson): boolean {
  return one === other || contentOf(one) === contentOf(other)
}

function contentOf(lesson: EditedLesson): string {
  return JSON.stringify({ ...lesson, version: undefined })
}

/** Faults of what still stands as it was refused. */
export function openFaults({ refused, lesson }: Editing): readonly FieldFault[] {
  if (refused === null) return []
  return refused.faults.filter(({ pointer }) => {
    const [then, now] = [valueAt(refused.lesson, pointer), valueAt(lesson, pointer)]
    return JSON.stringify(then) === JSON.stringify(now)
  })
}
