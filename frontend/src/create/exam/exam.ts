/** Exam: what was read from a file, as far as it goes; `problems` says what is wrong with it. */

export interface ReadOption {
  readonly option_id: string
  readonly text: string
}

/** `correct` holds ids of options, and as it stands in the file what could not be told to be one. */
export interface ReadQuestion {
  readonly question_id: string
  readonly text: string
  readonly options: readonly ReadOption[]
  readonly correct: readonly string[]
  readonly explanation?: string
  readonly references?: readonly string[]
  readonly topic?: string
  /** What went wrong when it was read: nothing that could be seen in the rest of it. */
  readonly fault?: string
}

export interface ReadExam {
  readonly exam_id?: string
  readonly title: string
  readonly questions: readonly ReadQuestion[]
}

/** A file that holds no exam at all; the message is for people. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** What is sent: the words of the contract, and no others. */
export function contractExam(exam: ReadExam): ReadExam {
  const questions = exam.questions.map(question => {
    const { fault, ...rest } = question
    return fault === undefined ? question : rest
  })
  return { ...exam, questions }
}
