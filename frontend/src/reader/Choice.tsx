/** Choice: a question with its options, before and after the answer is out. */
import { IconCheck, IconX } from '@tabler/icons-react'
import { useId, type ReactNode } from 'react'
import { Snippet } from '../components/Snippet'
import { texts } from '../texts'
import { choose, markOf, type Chosen, type Mark } from './grading'
import classes from './Choice.module.css'

export interface ChoiceProps {
  /** What stands above the question: its number. */
  readonly eyebrow: string
  readonly question: string
  readonly options: readonly { readonly option_id: string; readonly text: string }[]
  readonly correct: readonly string[]
  readonly chosen: Chosen
  readonly onChoose: (chosen: Chosen) => void
  readonly isOut: boolean
  /** Else the key may be wrong, and nothing is marked by it. */
  readonly isGraded: boolean
  /** By option: why it is wrong, shown once the answer is out. */
  readonly reasons?: ReadonlyMap<string, string>
  readonly children?: ReactNode
}

export function Choice({
  question,
  options,
  correct,
  chosen,
  onChoose,
  isOut,
  isGraded,
  ...rest
}: ChoiceProps) {
  const name = useId()
  const isSingle = correct.length === 1
  return (
    <fieldset className={classes.question} data-question>
      <legend className={classes.legend}>
        <span className={classes.eyebrow}>{rest.eyebrow}</span>
        <Snippet text={question} className={classes.asked} />
        {!isSingle && <span className={classes.several}>{texts.reader.question.several}</span>}
      </legend>
      {options.map(({ option_id, text }, index) => {
        const mark = isOut && isGraded ? markOf(option_id, chosen, correct) : null
        const reason = isOut ? rest.reasons?.get(option_id) : undefined
        return (
          <div key={index} className={classes.option} data-mark={mark ?? undefined}>
            <label className={classes.label}>
              <input
                type={isSingle ? 'radio' : 'checkbox'}
                name={name}
                checked={chosen.has(option_id)}
                disabled={isOut}
                onChange={() => onChoose(choose(chosen, option_id, isSingle))}
              />
              <span className={classes.id}>{option_id}</span>
              <Snippet text={text} />
              {mark && <MarkLabel mark={mark} />}
            </label>
            {reason && (
              <div className={classes.reason}>
                <Snippet text={reason} />
              </div>
            )}
          </div>
        )
      })}
      {rest.children}
    </fieldset>
  )
}

function MarkLabel({ mark }: { mark: NonNullable<Mark> }) {
  const Icon = mark === 'wrong' ? IconX : IconCheck
  return (
    <span className={classes.mark}>
      <Icon size={16} stroke={2.5} aria-hidden />
      {texts.reader.question.marks[mark]}
    </span>
  )
}
