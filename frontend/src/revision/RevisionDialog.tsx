/** RevisionDialog: from a wish over its job to a proposal that is accepted or not. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { EditedLesson } from '../api/lessons'
import { texts } from '../texts'
import { revision } from '../texts/revision'
import { Proposal } from './Proposal'
import type { Revised } from './revised'
import { RevisionJob } from './RevisionJob'
import { CLOSED, type Stage } from './stage'
import type { GoTo } from './useStage'
import { NO_WISH, WishForm } from './WishForm'

interface Props {
  readonly of: Revised
  readonly stage: Exclude<Stage, { kind: 'closed' }>
  readonly goTo: GoTo
  readonly isUnsaved: boolean
  readonly onAccepted: (lesson: EditedLesson) => void
}

export default function RevisionDialog({ of, stage, goTo, isUnsaved, onAccepted }: Props) {
  // Stays from one wish to the next one.
  const [wish, setWish] = useState(NO_WISH)
  const close = () => goTo(CLOSED)
  return (
    <Modal
      opened
      onClose={close}
      size={stage.kind === 'proposal' ? 860 : 'lg'}
      title={titleOf(stage)}
      styles={{ title: { fontWeight: 650, fontSize: 'var(--mantine-font-size-lg)' } }}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      {stage.kind === 'asked' && (
        <WishForm
          of={of}
          wish={wish}
          setWish={setWish}
          isUnsaved={isUnsaved}
          cancel={close}
          watch={jobId => goTo({ kind: 'job', jobId })}
        />
      )}
      {stage.kind === 'job' && (
        <RevisionJob of={of} jobId={stage.jobId} look={version => goTo({ kind: 'proposal', version })} />
      )}
      {stage.kind === 'proposal' && (
        <Proposal
          key={stage.version}
          of={of}
          version={stage.version}
          onAccepted={onAccepted}
          close={close}
          again={() => goTo({ kind: 'asked' })}
        />
      )}
    </Modal>
  )
}

function titleOf(stage: Props['stage']): string {
  return { asked: revision.ask, job: revision.job, proposal: revision.proposal }[stage.kind].title
}
