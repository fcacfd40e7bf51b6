/** Shared: a course that is read by its link, as the reader knows courses. */
import type { ExamCourse, ProjectCourse, SharedCourse } from '../api/types'
import type { Readable } from './chapters'
import type { Exam } from './useExam'

/** Its id is its slug, by which it is read and its readers' progress is kept. */
export function readableOf(shared: SharedCourse): Readable {
  const { title, introduction = null, summary = null, glossary = [] } = shared
  const common = {
    course_id: shared.slug,
    title,
    introduction,
    summary,
    glossary: glossary as NonNullable<Readable['glossary']>,
  }
  // The document of the API says of the lists that they are those of the course.
  if (shared.kind === 'project') {
    return { ...common, kind: 'project', projects: (shared.projects ?? []) as unknown as Projects }
  }
  return {
    ...common,
    kind: 'exam',
    topics: (shared.topics ?? []) as unknown as ExamCourse['topics'],
    final_exam: (shared.final_exam ?? []) as unknown as NonNullable<ExamCourse['final_exam']>,
  }
}

type Projects = ProjectCourse['projects']

/** The questions themselves are their author's. */
export const HIDDEN_EXAM: Exam = { questions: new Map(), isPending: false, isGone: false, isHidden: true }
