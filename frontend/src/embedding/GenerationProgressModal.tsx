/** GenerationProgressModal: the progress dialog of the page, in somebody else's page. */
import { CloseButton, Group, Stack, Title as Heading } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'
import type { Destination } from '../progress/destination'
import { Standing, Title } from '../progress/Heading'
import { Progress } from '../progress/Progress'
import { useWatchedJob } from '../progress/useWatchedJob'
import { texts } from '../texts'
import { Island, type ColorScheme } from './Island'
import './mantine.css'
import './styles.css'
import type { GenerationCallbacks } from './types'
import { useCallbacks } from './useCallbacks'

export interface GenerationProgressModalProps extends GenerationCallbacks {
  /** null: it is closed. */
  readonly jobId: string | null
  readonly onClose: () => void
  /** Where the host shows what is made, from `{course_id}` and the like; without it there is no such link. */
  readonly artifactHref?: (artifact: Readonly<Record<string, string>>) => string | null
  /** `auto`, as the system has it, unless the host says otherwise. */
  readonly colorScheme?: ColorScheme
  readonly nonce?: string
}

/** Needs a GenerationProvider above it. Closing it does not stop the job. */
export function GenerationProgressModal({
  jobId,
  colorScheme = 'auto',
  nonce,
  ...dialog
}: GenerationProgressModalProps) {
  if (jobId === null) return null
  return (
    <Island colorScheme={colorScheme} nonce={nonce}>
      <Dialog key={jobId} jobId={jobId} {...dialog} />
    </Island>
  )
}

type DialogProps = Omit<GenerationProgressModalProps, 'jobId' | 'colorScheme' | 'nonce'> & { jobId: string }

function Dialog({ jobId, onClose, artifactHref, ...callbacks }: DialogProps) {
  const watched = useWatchedJob(jobId)
  useCallbacks(watched, callbacks)
  const { job } = watched
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  // The browser's own dialog: above whatever the host stacks, and the focus stays inside and comes back.
  useEffect(() => {
    const shown = dialog.current
    const before = document.activeElement
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  const destination = (): Destination | null => {
    const href = job?.artifact && artifactHref?.(job.artifact)
    return href ? { href, go: () => window.location.assign(href) } : null
  }
  return (
    <dialog
      ref={dialog}
      className="coursemill-dialog"
      aria-labelledby={title}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <Stack gap="md">
        <Group justify="space-between" align="start" wrap="nowrap">
          <Heading order={2} size="h4" id={title}>
            <Title job={job} failed={watched.error !== null} />
          </Heading>
          <CloseButton aria-label={texts.progress.close} onClick={onClose} />
        </Group>
        {job && <Standing job={job} />}
        <Progress watched={watched} destination={destination} note={texts.progress.goesOn} />
      </Stack>
    </dialog>
  )
}
