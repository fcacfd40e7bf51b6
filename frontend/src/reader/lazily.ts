/** What is fetched only when a lesson is read, or when there is nothing else to do. */
import { useEffect } from 'react'
import { fetched } from '../components/fetched'

const fetchLesson = () => import('./LessonBody')

export const LessonBody = fetched(fetchLesson)

/** Fetches the reader of lessons beforehand, so that a click on the first one, or printing, does not wait. */
export function useLessonBodyBeforehand(): void {
  useEffect(() => {
    const timer = setTimeout(() => void fetchLesson().catch(() => undefined), 1_000)
    return () => clearTimeout(timer)
  }, [])
}
