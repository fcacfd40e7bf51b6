/** Pipelines: what the page says of each. Made from the pipelines by `make generate`; not to be edited. */

export interface PipelineWords {
  readonly label: string
  /** Where the result is looked at; `{course_id}` and the like are ids of the job's artifact or result. */
  readonly address: string
  /** What leads there once the job is done. */
  readonly opening: string
  /** Whether the result can be looked at while it is being written. */
  readonly isEarly: boolean
  /** What the items of a step are called; [one, several]. */
  readonly nouns: Readonly<Partial<Record<string, readonly [string, string]>>>
}

export const PIPELINES = {
  course_outline: {
    label: 'Outlines',
    address: '/new/topic?outlines={job_id}',
    opening: 'Choose an outline',
    isEarly: false,
    nouns: {},
  },
  exam_course: {
    label: 'Exam course',
    address: '/courses/{course_id}',
    opening: 'Open the course',
    isEarly: true,
    nouns: {
      generate_lessons: ['topic', 'topics'],
    },
  },
  lesson_revision: {
    label: 'Lesson revision',
    address: '/courses/{course_id}/{lesson_id}?proposal={version}',
    opening: 'Look at the proposal',
    isEarly: false,
    nouns: {},
  },
  project_course: {
    label: 'Project course',
    address: '/courses/{course_id}',
    opening: 'Open the course',
    isEarly: true,
    nouns: {
      generate_lessons: ['project', 'projects'],
      generate_tasks: ['lesson', 'lessons'],
    },
  },
  training_program: {
    label: 'Training program',
    address: '/programs/{program_id}',
    opening: 'Open the program',
    isEarly: true,
    nouns: {},
  },
} as const satisfies Readonly<Record<string, PipelineWords>>

/** Started by requests of their own. */
export const RIGHTS = {
  data_export: {
    label: 'Export of everything',
    address: '/settings/data',
    opening: 'Download it',
    isEarly: false,
    nouns: {},
  },
  data_erasure: {
    label: 'Erasure of everything',
    address: '/settings/data',
    opening: 'Look at the receipt',
    isEarly: false,
    nouns: {},
  },
} as const satisfies Readonly<Record<string, PipelineWords>>

export type PipelineName = keyof typeof PIPELINES

/** Of a lesson, by the kind of its course: what a revision may keep or write anew. */
export const LESSON_FIELDS = {
  exam: ['title', 'objectives', 'body', 'key_points', 'worked_questions', 'quiz'],
  project: ['title', 'objectives', 'body', 'example', 'summary', 'tasks'],
} as const

export type LessonField = (typeof LESSON_FIELDS)[keyof typeof LESSON_FIELDS][number]
