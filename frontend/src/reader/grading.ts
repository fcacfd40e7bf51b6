/** Grading: an answer is right if it is exactly the right options, no more and no fewer. */

export type Chosen = ReadonlySet<string>

export function isRight(chosen: Chosen, correct: readonly string[]): boolean {
  const wanted = new Set(correct)
  return chosen.size === wanted.size && [...wanted].every(option => chosen.has(option))
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
