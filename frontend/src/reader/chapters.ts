/** Chapters: what courses by exam and by project have in common, for contents and for reading on. */
import type { ExamCourse, ProjectCourse } from '../api/types'

export type ExamLessonContent = ExamCourse['topics'][number]['lessons'][number]
export type ProjectLessonContent = ProjectCourse['projects'][number]['lessons'][number]

/** What all readers of a course see of it, be it one's own or shared. */
export type Readable =
  Pick<ExamCourse, Common | 'topics' | 'final_exam'> | Pick<ProjectCourse, Common | 'projects'>

type Common = 'kind' | 'course_id' | 'title' | 'introduction' | 'summary' | 'glossary'

export interface Chapter {
  readonly id: string
  /** From 1. */
  readonly number: number
  readonly title: string
  readonly description: string
  readonly objectives: readonly string[]
  readonly isReady: boolean
  readonly lessons: readonly Lesson[]
}

interface Entry {
  readonly id: string
  /** From 1, in its chapter. */
  readonly number: number
  readonly title: string
  readonly chapter: Pick<Chapter, 'number' | 'title'>
}

export type Lesson = Entry &
  (
    | { readonly kind: 'exam'; readonly content: ExamLessonContent }
    | { readonly kind: 'project'; readonly content: ProjectLessonContent }
  )

export function chaptersOf(course: Readable): Chapter[] {
  return course.kind === 'exam' ? course.topics.map(ofTopic) : course.projects.map(ofProject)
}

export function lessonsOf(chapters: readonly Chapter[]): Lesson[] {
  return chapters.flatMap(chapter => chapter.lessons)
}

/** Whether the chapter is nothing but its lesson, so that naming both would be saying it twice. */
export function isItsLesson(chapter: Chapter): boolean {
  return chapter.lessons.length === 1 && chapter.lessons[0]?.title === chapter.title
}

function ofTopic(topic: ExamCourse['topics'][number], index: number): Chapter {
  const chapter = { number: index + 1, title: topic.title }
  return {
    ...chapter,
    id: topic.topic_id,
    description: topic.description,
    objectives: [],
    isReady: topic.status === 'completed',
    lessons: topic.lessons.map((content, at) => ({
      kind: 'exam',
      id: content.lesson_id,
      number: at + 1,
      title: content.title,
      chapter,
      content,
    })),
  }
}

function ofProject(project: ProjectCourse['projects'][number], index: number): Chapter {
  const chapter = { number: index + 1, title: project.title }
  return {
    ...chapter,
    id: project.project_id,
    description: project.description,
    objectives: project.objectives,
    isReady: project.status === 'completed',
    lessons: project.lessons.map((content, at) => ({
      kind: 'project',
      id: content.lesson_id,
      number: at + 1,
      title: content.title,
      chapter,
      content,
    })),
  }
}
