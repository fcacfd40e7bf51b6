/** Addresses of what can be read. */

export function coursePath(courseId: string, lessonId?: string): string {
  const course = `/courses/${encodeURIComponent(courseId)}`
  return lessonId === undefined ? course : `${course}/${encodeURIComponent(lessonId)}`
}

export function programPath(programId: string): string {
  return `/programs/${encodeURIComponent(programId)}`
}
