/** What is fetched only when a lesson is read or printed, or when there is nothing else to do. */
import { useEffect, useSyncExternalStore } from 'react'
import { Unreachable } from '../api/errors'
import { fetched } from '../components/fetched'

type Loaded = typeof import('./LessonBody')

let loaded: Loaded | undefined
const waiting = new Set<() => void>()

async function load(): Promise<Loaded> {
  loaded = await import('./LessonBody')
  for (const listener of [...waiting]) listener()
  return loaded
}

export const LessonBody = fetched(load)

/** Introduction, summary, glossary, final exam: read as lessons are. */
export const AroundBody = fetched(async () => ({ default: (await load()).AroundBody }))

/**
 * For printing, which waits for nothing: the reader of lessons as soon as it is here, without React's waiting
 * for it. A page that is opened for paper is drawn before it is.
 */
export function useLessonBodyIfLoaded(): Loaded['default'] | undefined {
  return useSyncExternalStore(subscribe, ifLoaded)
}

export function useAroundBodyIfLoaded(): Loaded['AroundBody'] | undefined {
  return useSyncExternalStore(subscribe, aroundIfLoaded)
}

const ifLoaded = () => loaded?.default
const aroundIfLoaded = () => loaded?.AroundBody

function subscribe(listener: () => void): () => void {
  waiting.add(listener)
  return () => waiting.delete(listener)
}

/** Fetches the reader of lessons. Throws Unreachable. */
export async function fetchLessonBody(): Promise<void> {
  try {
    await load()
  } catch (cause) {
    throw new Unreachable('A part of the page could not be fetched.', { cause })
  }
}

/** Fetches it beforehand, so that a click on the first lesson, or printing, does not wait. */
export function useLessonBodyBeforehand(): void {
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), 1_000)
    return () => clearTimeout(timer)
  }, [])
}
