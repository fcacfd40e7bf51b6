/** Exams to write down in other forms: those of all tests, and made up ones. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReadExam, ReadQuestion } from '../../src/create/exam/exam'
import { between, pick, seeded, type Random } from './random'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The example, and what tests/data holds: three of them at least, or the tests would be of nothing. */
export function writtenExams(): ReadExam[] {
  const folder = resolve(ROOT, 'tests/data/exams')
  const names = readdirSync(folder).filter(name => name.endsWith('.json'))
  if (names.length < 3) throw new Error(`${folder} holds only ${names.length} exams`)
  return [resolve(ROOT, 'examples/exam.json'), ...names.map(name => resolve(folder, name))].map(
    path => JSON.parse(readFileSync(path, 'utf8')) as ReadExam,
  )
}

const WORDS =
  'cloud storage a I, E. of 3.5 GB the “bucket” is: Which; service (most) A/B naïve 数据 1. per-use AWS* <br/> & cost — not'.split(
    ' ',
  )

/** Exams with texts that look a little like the marks of the forms they are written in. */
export function madeUp(seed: number): ReadExam {
  const random = seeded(seed)
  return {
    title: `Exam ${seed}`,
    questions: Array.from({ length: between(random, 1, 12) }, (_, index) => question(random, index)),
  }
}

function question(random: Random, index: number): ReadQuestion {
  const letters = 'ABCDEFGHIJ'.slice(0, between(random, 2, 6))
  const correct = Array.from(letters).filter(() => random() < 0.35)
  return {
    question_id: `q${index + 1}`,
    text: `${sentence(random)}?`,
    options: Array.from(letters, letter => ({
      option_id: letter,
      text: `${sentence(random)} ${letter}${index}`,
    })),
    correct: correct.length > 0 ? correct : [letters.charAt(letters.length - 1)],
    ...(random() < 0.5 ? { explanation: `Because ${sentence(random)}.` } : {}),
    ...(random() < 0.3 ? { references: [`https://example.org/${index}`] } : {}),
  }
}

function sentence(random: Random): string {
  return ['Text', ...Array.from({ length: between(random, 1, 12) }, () => pick(random, WORDS)), 'end'].join(
    ' ',
  )
}
