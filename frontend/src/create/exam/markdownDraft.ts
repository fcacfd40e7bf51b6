/** Draft: a question of a Markdown list while its lines are gathered, and what becomes of them. */
import { remarks } from './answers'
import * as lines from './lines'
import type { SourceQuestion } from './source'

interface Option {
  id: string | undefined
  text: string
  isTicked: boolean | null
  isBold: boolean
}

export interface Draft {
  number: number | null
  isNamed: boolean
  indent: number
  text: string[]
  options: Option[]
  answers: string[]
  explanation: string[]
  references: string[]
  topic: string | undefined
}

/** Options without letters: the list that the text of the question ends with. */
export function bulletsAsOptions(draft: Draft): void {
  let from = draft.text.length
  while (from > 0 && /^\n?\s*(?:[-*+]|\d{1,2}[.)])\s+\S/.test(draft.text[from - 1] ?? '')) from -= 1
  if (from === 0 || draft.text.length - from < 2) return
  for (const line of draft.text.splice(from)) {
    const found = lines.option(`- [ ] ${line.trim().replace(/^(?:[-*+]|\d{1,2}[.)])\s+/, '')}`)
    if (found)
      draft.options.push({ id: undefined, text: found.text, isTicked: found.isTicked, isBold: found.isBold })
  }
}

export function source(
  draft: Draft,
  number: number,
  key: string | undefined,
  topic: string | undefined,
): SourceQuestion {
  const answers = draft.answers.length > 0 ? draft.answers : key === undefined ? [] : [key]
  const options = draft.options.map(({ id, text }, index) => ({
    option_id: id ?? String.fromCharCode(65 + index),
    text: text.trim(),
  }))
  const bold = draft.options.filter(option => option.isBold)
  const isBoldRight = answers.length === 0 && bold.length > 0 && bold.length < draft.options.length
  const isTicked = draft.options.some(option => option.isTicked)
  return {
    id: `q${number}`,
    text: draft.text.join('\n').trim(),
    options: draft.options.map(({ id, text, ...marks }) => ({
      id,
      text: text.trim(),
      isCorrect: isTicked ? marks.isTicked === true : isBoldRight && marks.isBold,
    })),
    answers: answers.map(answer => answer.replace(/[*_`]+/g, '').trim()),
    explanation: [...remarks(answers, options), ...draft.explanation].join('\n').trim(),
    references: draft.references,
    topic,
  }
}
