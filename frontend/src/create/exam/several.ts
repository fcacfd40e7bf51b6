/** Several: exams of many files, which of them can be used, and the batch that they are started as. */
import { MOST_STARTS } from '../../api/batches'
import type { StartJob } from '../../api/client'
import { texts } from '../../texts'
import { batches } from '../../texts/batches'
import { REQUEST } from '../limits'
import { contractExam, Unreadable, type ReadExam } from './exam'
import { problemsOf, problemsOfExamId } from './problems'
import { readFile } from './read'

const t = batches.files

/** Faults of a file that are told. */
const MOST_FAULTS = 3

/** B. What stands in a batch around its exams: a start has a few hundred. */
const AROUND = 1_000

export interface ReadFile {
  readonly name: string
  /** null where there is none in it. */
  readonly exam: ReadExam | null
  /** For people; of a file that can be used: none. */
  readonly faults: readonly string[]
}

export async function readSeveral(files: readonly File[]): Promise<ReadFile[]> {
  const read: ReadFile[] = []
  // One after the other: a large file is held once, not all of them.
  for (const file of files) read.push(await oneOf(file))
  return read
}

async function oneOf(file: File): Promise<ReadFile> {
  try {
    const found = await readFile(file)
    // An exam without its id is the same exam; the service gives it another one.
    const { exam_id, ...rest } = found
    const hasLostId = exam_id !== undefined && problemsOfExamId(exam_id).length > 0
    const exam = { ...(hasLostId ? rest : found), title: found.title.trim() }
    return { name: file.name, exam, faults: faultsOf(exam) }
  } catch (error) {
    const message = error instanceof Unreadable ? error.message : texts.create.exam.unopened
    return { name: file.name, exam: null, faults: [message] }
  }
}

export function faultsOf(exam: ReadExam): string[] {
  const found = problemsOf(exam)
  const all = [
    ...found.exam,
    ...found.questions.flatMap((faults, index) => faults.map(fault => t.question(index + 1, fault))),
  ]
  const more = all.length - MOST_FAULTS
  return more > 0 ? [...all.slice(0, MOST_FAULTS), t.more(more)] : all
}

export function usable(files: readonly ReadFile[]): ReadExam[] {
  return files.flatMap(({ exam, faults }) => (exam && faults.length === 0 ? [contractExam(exam)] : []))
}

export function startsOf(exams: readonly ReadExam[], others: object, fresh: boolean): StartJob[] {
  return exams.map(exam => ({
    pipeline: 'exam_course',
    input: { exam, ...others },
    options: { fresh },
  }))
}

/** Why these cannot be one batch; null if they can. */
export function refusalOf(exams: readonly ReadExam[]): string | null {
  if (exams.length === 0) return t.none
  if (exams.length > MOST_STARTS) return t.tooMany(exams.length, MOST_STARTS)
  const encoder = new TextEncoder()
  const bytes = exams.reduce((sum, exam) => sum + encoder.encode(JSON.stringify(exam)).length + AROUND, 0)
  return bytes > REQUEST.bytes ? t.tooLarge(mb(bytes), mb(REQUEST.bytes)) : null
}

function mb(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
