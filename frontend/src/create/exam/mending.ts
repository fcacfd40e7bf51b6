/** Mending: a question of a file as a person changes it. */
import type { ReadOption, ReadQuestion } from './exam'

/** Letters of options. */
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** What a reader of the file could not make of it is not so any more once a person has written it. */
export function mended(question: ReadQuestion, change: Partial<ReadQuestion>): ReadQuestion {
  return without({ ...question, ...change }, 'fault')
}

/** An explanation that is empty is none. */
export function withExplanation(question: ReadQuestion, explanation: string): ReadQuestion {
  return explanation === '' ? mended(without(question, 'explanation'), {}) : mended(question, { explanation })
}

function without(question: ReadQuestion, name: 'fault' | 'explanation'): ReadQuestion {
  const others = Object.entries(question).filter(([member]) => member !== name)
  return Object.fromEntries(others) as unknown as ReadQuestion
}

/** The option with another text, at its place. */
export function withOption(question: ReadQuestion, place: number, text: string): ReadQuestion {
  const options = question.options.map((one, index) => (index === place ? { ...one, text } : one))
  return mended(question, { options })
}

/** Right answers in the order of the options; what names none is left out. */
export function withRight(question: ReadQuestion, optionId: string, isRight: boolean): ReadQuestion {
  const right = new Set(question.correct)
  if (isRight) right.add(optionId)
  else right.delete(optionId)
  return mended(question, { correct: idsOf(question.options).filter(id => right.has(id)) })
}

/** One more, empty, under the first letter that is free. */
export function withOneMore(question: ReadQuestion): ReadQuestion {
  const ids = new Set(idsOf(question.options).map(id => id.toUpperCase()))
  const letter = LETTERS.find(one => !ids.has(one)) ?? String(question.options.length + 1)
  const isSmall =
    question.options.length > 0 && question.options.every(({ option_id: id }) => id === id.toLowerCase())
  const option_id = isSmall ? letter.toLowerCase() : letter
  return mended(question, { options: [...question.options, { option_id, text: '' }] })
}

export function withoutOption(question: ReadQuestion, place: number): ReadQuestion {
  const options = question.options.filter((_, index) => index !== place)
  const ids = new Set(idsOf(options))
  return mended(question, { options, correct: question.correct.filter(id => ids.has(id)) })
}

function idsOf(options: readonly ReadOption[]): string[] {
  return options.map(({ option_id }) => option_id)
}

/** Options lettered by their places, where two are called alike or one by nothing that can be used. */
export function lettered(question: ReadQuestion): ReadQuestion {
  const right = new Set(question.correct)
  const options = question.options.map(({ text }, place) => ({
    option_id: LETTERS[place] ?? String(place + 1),
    text,
  }))
  const correct = question.options.flatMap(({ option_id }, place) =>
    right.has(option_id) ? [options[place]?.option_id ?? ''] : [],
  )
  return mended(question, { options, correct })
}

export function isTwiceLettered({ options }: ReadQuestion): boolean {
  return (
    new Set(idsOf(options)).size < options.length || options.some(({ option_id }) => option_id.trim() === '')
  )
}
