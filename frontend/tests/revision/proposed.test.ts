/** Which version a job has proposed for a lesson. */
import { expect, test } from 'vitest'
import { proposedBy } from '../../src/revision/proposed'
import { job } from '../queue/jobs'

const PLACE = { courseId: 'bees', lessonId: 'one' }
const RESULT = { course_id: 'bees', lesson_id: 'one', version: 'v2' }
const made = (result: Record<string, unknown> | null, pipeline = 'lesson_revision') =>
  job({ pipeline, result })

test.each([
  [undefined, null],
  [made(null), null],
  [made(RESULT), 'v2'],
  [made({ ...RESULT, version: 2 }), null],
  [made({ ...RESULT, course_id: 'wasps' }), null],
  [made({ ...RESULT, lesson_id: 'two' }), null],
  [made(RESULT, 'exam_course'), null],
])('%#', (job, version) => {
  expect(proposedBy(job, PLACE)).toBe(version)
})
