/** Keeping: edits of outlines outlive a reload, in this tab and for this owner. */
import type { Choice, EditedOutline } from './editing'

export function keptChoice(owner: string, jobId: string, outlines: number): Choice | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name(owner, jobId)) ?? 'null')
    return isChoice(kept, outlines) ? kept : null
  } catch {
    // Neither a storage that is switched off nor what somebody else wrote there is worth a failure.
    return null
  }
}

export function keepChoice(owner: string, jobId: string, choice: Choice): void {
  try {
    sessionStorage.setItem(name(owner, jobId), JSON.stringify(choice))
  } catch {
    // Full or switched off: the edits last as long as the page.
  }
}

export function forgetChoice(owner: string, jobId: string): void {
  try {
    sessionStorage.removeItem(name(owner, jobId))
  } catch {
    // Then there was nothing kept either.
  }
}

function name(owner: string, jobId: string): string {
  return `coursemill.outlines.${owner}.${jobId}`
}

function isChoice(value: unknown, outlines: number): value is Choice {
  if (!isMembers(value) || !isMembers(value.edits)) return false
  const { chosen, edits } = value
  const isNumber = typeof chosen === 'number' && Number.isInteger(chosen) && chosen >= 0 && chosen < outlines
  return (chosen === null || isNumber) && Object.values(edits).every(isOutline)
}

function isOutline(value: unknown): value is EditedOutline {
  return (
    isMembers(value) &&
    typeof value.title === 'string' &&
    typeof value.description === 'string' &&
    typeof value.facts === 'string' &&
    typeof value.nextKey === 'number' &&
    Array.isArray(value.projects) &&
    value.projects.every(isProject)
  )
}

function isProject(value: unknown): boolean {
  return (
    isMembers(value) &&
    typeof value.key === 'number' &&
    [value.title, value.description, value.objectives].every(text => typeof text === 'string')
  )
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
