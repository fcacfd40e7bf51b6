/** Addresses of what can be read. */
import { createContext, use } from 'react'

export function coursePath(courseId: string, lessonId?: string): string {
  return pathOf('courses', courseId, lessonId)
}

/** Of a course that is shared, whose id is its slug. */
export function sharedPath(slug: string, lessonId?: string): string {
  return pathOf('c', slug, lessonId)
}

/** Of the sample, of which there is one. */
export function samplePath(_sample: string, lessonId?: string): string {
  return lessonId === undefined ? '/sample' : `/sample/${encodeURIComponent(lessonId)}`
}

/** The wizard for exams, filled with the example. */
export const EXAMPLE_PATH = '/new/exam?example'

/** Where the courses lie that are read here. */
export const CoursePathContext = createContext(coursePath)

/** The address of a course that is read, or of a part of it. */
export function useCoursePath(): typeof coursePath {
  return use(CoursePathContext)
}

function pathOf(place: string, id: string, lessonId: string | undefined): string {
  const course = `/${place}/${encodeURIComponent(id)}`
  return lessonId === undefined ? course : `${course}/${encodeURIComponent(lessonId)}`
}

export function editPath(courseId: string, lessonId: string): string {
  return `${coursePath(courseId, lessonId)}/edit`
}

export function programPath(programId: string): string {
  return `/programs/${encodeURIComponent(programId)}`
}
