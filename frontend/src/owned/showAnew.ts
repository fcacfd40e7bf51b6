/** showAnew: asks again for every list and view in which something stands that was changed. */
import type { QueryClient } from '@tanstack/react-query'
import type { Owned } from '../api/owned'
import { COURSES, courseKey, EXAMS, examKey, jobKey, JOBS, PROGRAMS, programKey } from '../jobs/keys'

const LISTS = { exam: EXAMS, course: COURSES, program: PROGRAMS, job: JOBS }
const KEYS = { exam: examKey, course: courseKey, program: programKey, job: jobKey }

export async function showAnew(queries: QueryClient, { kind, id }: Owned): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: LISTS[kind] }),
    queries.invalidateQueries({ queryKey: KEYS[kind](id) }),
  ])
}
