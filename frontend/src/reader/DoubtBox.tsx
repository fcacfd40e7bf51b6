/** DoubtBox: why a question is not graded: its key is doubtful, two models disagree on it, or its explanation
 * argues for another answer. */
import { Snippet } from '../components/Snippet'
import { texts } from '../texts'
import classes from './Choice.module.css'
import type { Dispute, Doubt } from './doubts'

const t = texts.reader

interface Of<T> {
  of: T
  correct: readonly string[]
}

export function DoubtBox({ of: { reason, likely }, correct }: Of<Doubt>) {
  return (
    <div className={classes.doubt} role="note" data-doubt>
      <strong>{t.doubt.title}</strong>
      <p>
        {t.doubt.key(correct)} {likely.length > 0 && t.doubt.likely(likely)}
      </p>
      <Snippet text={reason} />
    </div>
  )
}

export function DisputeBox({ of: { answer, reason, claim, about }, correct }: Of<Dispute>) {
  const isExplanation = about === 'explanation'
  return (
    <div className={classes.doubt} role="note" data-dispute>
      <strong>{isExplanation ? t.dispute.explanation : t.dispute.title}</strong>
      <p>
        {t.dispute.key(correct)} {isExplanation ? t.dispute.argued(answer) : t.dispute.answer(answer)}
      </p>
      {reason && <Snippet text={reason} />}
      {claim && <p dir="auto">{t.dispute.claim(claim)}</p>}
    </div>
  )
}
