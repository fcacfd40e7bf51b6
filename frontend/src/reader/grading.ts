/** Grading: an answer is right if it is exactly the right options, no more and no fewer. */
import { isGraded, type Posed } from './doubts'

export type Chosen = ReadonlySet<string>

export function isRight(chosen: Chosen, correct: readonly string[]): boolean {
  const wanted = new Set(correct)
  return chosen.size === wanted.size && [...wanted].every(option => chosen.has(option))
}

export interface Score {
  readonly right: number
  /** Of so many: questions that are not graded do not count. */
  readonly graded: number
}

/** answers: those to the questions, in their order */
export function scoreOf(questions: readonly Posed[], answers: readonly Chosen[]): Score {
  const right = questions.map(
    (one, index) => isGraded(one) && isRight(answers[index] ?? new Set(), one.correct),
  )
  return { right: right.filter(Boolean).length, graded: questions.filter(isGraded).length }
}

/** What is to be seen at an option once the answer is out; null: nothing. */
export type Mark = 'right' | 'missed' | 'wrong' | null

export function markOf(optionId: string, chosen: Chosen, correct: readonly string[]): Mark {
  if (correct.includes(optionId)) return chosen.size === 0 || chosen.has(optionId) ? 'right' : 'missed'
  return chosen.has(optionId) ? 'wrong' : null
}

/** With one right option the choice is between them, else each is on or off. */
export function choose(chosen: Chosen, optionId: string, isSingle: boolean): Chosen {
  if (isSingle) return new Set([optionId])
  const after = new Set(chosen)
  if (!after.delete(optionId)) after.add(optionId)
  return after
}
