/** Keys of the query cache. A session has a cache of its own, so no key names the owner. */

export const JOBS = ['jobs'] as const
/** Jobs of an organization, under the same key: what is done with one of them shows here too. */
export const ORG_JOBS = [...JOBS, 'org'] as const
/** A batch with its jobs, under that key for the same reason. */
export const batchKey = (batchId: string) => [...JOBS, 'batch', batchId] as const
export const COURSES = ['courses'] as const
export const PROGRAMS = ['programs'] as const
export const EXAMS = ['exams'] as const
export const LIMITS = ['limits'] as const
export const PROFILE = ['profile'] as const

export const jobKey = (jobId: string) => ['job', jobId] as const
export const eventsKey = (jobId: string) => ['events', jobId] as const
export const logsKey = (jobId: string) => ['logs', jobId] as const
export const courseKey = (courseId: string) => ['course', courseId] as const
export const programKey = (programId: string) => ['program', programId] as const
export const examKey = (examId: string) => ['exam', examId] as const
