/** Revision: a lesson is written anew by a wish, and its versions are compared; its dialog is fetched when needed. */
import { Button } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { EditedLesson } from '../api/lessons'
import { Boundary } from '../components/Boundary'
import { fetched } from '../components/fetched'
import { texts } from '../texts'
import type { Revised } from './revised'
import { useStage } from './useStage'

const RevisionDialog = fetched(() => import('./RevisionDialog'))

interface RevisionProps {
  readonly of: Revised
  /** There is something typed that the service does not know. */
  readonly isUnsaved?: boolean
  /** Told of the lesson that was made live. */
  readonly onAccepted?: (lesson: EditedLesson) => void
}

export function Revision({ of, isUnsaved = false, onAccepted = nothing }: RevisionProps) {
  const [stage, goTo] = useStage()
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconWand size={16} aria-hidden />}
        onClick={() => goTo({ kind: 'asked' })}
      >
        {texts.reader.course.writeAnew}
      </Button>
      {stage.kind !== 'closed' && (
        <Boundary>
          <Suspense>
            <RevisionDialog of={of} stage={stage} goTo={goTo} isUnsaved={isUnsaved} onAccepted={onAccepted} />
          </Suspense>
        </Boundary>
      )}
    </>
  )
}

const nothing = () => undefined
