/** Reading: how far one has read a course, kept in this browser for each reader. */
import { useLocalStorage } from '@mantine/hooks'
import { useMemo } from 'react'

export interface Reading {
  readonly last: string | null
  readonly finished: readonly string[]
}

const NOTHING: Reading = { last: null, finished: [] }

/** `reader`: who is signed in; '' where nobody needs to be. */
export function useReading(reader: string, courseId: string) {
  const [reading, setReading] = useLocalStorage<Reading>({
    key: `coursemill.reading.${reader}.${courseId}`,
    defaultValue: NOTHING,
    getInitialValueInEffect: false,
    deserialize: readingOf,
  })
  return useMemo(
    () => ({
      reading,
      visit: (lessonId: string) => setReading(before => ({ ...before, last: lessonId })),
      finish: (lessonId: string) =>
        setReading(before =>
          before.finished.includes(lessonId)
            ? before
            : { ...before, finished: [...before.finished, lessonId] },
        ),
    }),
    [reading, setReading],
  )
}

/** What stands in a browser's storage may be anything. */
export function readingOf(text: string | undefined): Reading {
  try {
    const raw: unknown = JSON.parse(text ?? '')
    if (typeof raw !== 'object' || raw === null) return NOTHING
    const last = 'last' in raw && typeof raw.last === 'string' ? raw.last : null
    const finished = 'finished' in raw && Array.isArray(raw.finished) ? raw.finished : []
    return { last, finished: finished.filter(id => typeof id === 'string') }
  } catch {
    return NOTHING
  }
}
