/** Sample: the course of `make run`, and its exam: files of the page, fetched when they are asked for. */
import { Unreachable } from '../api/errors'
import type { Question, SharedCourse } from '../api/types'
import type { Exam } from '../reader/useExam'

export interface Sample {
  readonly course: SharedCourse
  readonly exam: Exam
}

/** Throws Unreachable. */
export async function sample(): Promise<Sample> {
  try {
    const [course, exam] = await Promise.all([
      import('../../../examples/recorded/course.json?raw'),
      import('../../../examples/recorded/exam.json?raw'),
    ])
    const { questions } = JSON.parse(exam.default) as { questions: Question[] }
    return {
      course: JSON.parse(course.default) as SharedCourse,
      exam: {
        questions: new Map(questions.map(one => [one.question_id, one])),
        isPending: false,
        isGone: false,
      },
    }
  } catch (cause) {
    throw new Unreachable('A part of the page could not be fetched.', { cause })
  }
}
