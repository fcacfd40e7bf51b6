/** File: what the browser saves of what has been read here, without asking the service for it. */
import type { Course, Program, Question } from '../../api/types'
import { examCourseMarkdown } from './examCourse'
import { programMarkdown } from './program'
import { projectCourseMarkdown } from './projectCourse'

export function saveCourse(course: Course, questions: readonly Question[]): void {
  const content =
    course.kind === 'exam' ? examCourseMarkdown(course, questions) : projectCourseMarkdown(course)
  save(`${fileName(course.title, 'course')}.md`, content)
}

export function saveProgram(program: Program): void {
  save(`${fileName(program.title, 'program')}.md`, programMarkdown(program))
}

const LONGEST_NAME = 60

/** Letters and digits of any language, so that no title leads out of a folder or hides its ending. */
export function fileName(title: string, otherwise: string): string {
  const name = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
  // By code points: half a letter is none.
  const short = Array.from(name).slice(0, LONGEST_NAME).join('')
  return short.replace(/^-+|-+$/gu, '') || otherwise
}

function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/markdown;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
