/** Notices: what stands between what was typed and the lesson, and what one can do about it. */
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconHistory } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { ApiProblem, isGone, type FieldFault } from '../api/errors'
import { saidOf } from '../components/said'
import { Failure } from '../components/states'
import { useProgressDialog } from '../progress/useProgressDialog'
import { moment } from '../queue/amounts'
import { editor } from '../texts/editor'
import { sentence } from './pointers'

interface NoticeProps {
  title: string
  text?: string
  color: string
  /** Read out at once. */
  isUrgent?: boolean
  children?: ReactNode
}

function Notice({ title, text, color, isUrgent = false, children }: NoticeProps) {
  const Icon = isUrgent ? IconAlertCircle : IconHistory
  return (
    <Alert role={isUrgent ? 'alert' : 'note'} color={color} title={title} icon={<Icon aria-hidden />}>
      <Stack gap="sm" align="start">
        {text !== undefined && <Text size="sm">{text}</Text>}
        {children}
      </Stack>
    </Alert>
  )
}

interface ConflictProps {
  isPending: boolean
  load: () => void
  overwrite: () => void
}

export function Conflict({ isPending, load, overwrite }: ConflictProps) {
  const t = editor.conflict
  return (
    <Notice title={t.title} text={t.text} color="yellow" isUrgent>
      <Stack gap="xs">
        {[
          { label: t.load, text: t.loadText, act: load },
          { label: t.overwrite, text: t.overwriteText, act: overwrite },
        ].map(({ label, text, act }) => (
          <Group key={label} gap="xs">
            <Button size="xs" variant="default" disabled={isPending} onClick={act}>
              {label}
            </Button>
            <Text size="sm">{text}</Text>
          </Group>
        ))}
      </Stack>
    </Notice>
  )
}

export function Aside({ takeBack, leave }: { takeBack: () => void; leave: () => void }) {
  const t = editor.aside
  return (
    <Notice title={t.title} text={t.text} color="blue">
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={takeBack}>
          {t.takeBack}
        </Button>
        <Button size="xs" variant="subtle" c="var(--mantine-color-text)" onClick={leave}>
          {t.leave}
        </Button>
      </Group>
    </Notice>
  )
}

/** `at`: epoch ms of when it was typed. */
export function Unsaved({ at, discard }: { at: number; discard: () => void }) {
  const [now] = useState(() => Date.now())
  return (
    <Notice
      title={editor.draft.title}
      text={editor.draft.text(moment(new Date(at).toISOString(), now))}
      color="blue"
    >
      <Button size="xs" variant="default" onClick={discard}>
        {editor.discard}
      </Button>
    </Notice>
  )
}

interface NotSavedProps {
  error: Error | null
  /** Faults without a field. */
  rest: readonly FieldFault[]
  count: number
  isInConflict: boolean
  /** Whether what was typed outlives the page. */
  isKept: boolean
}

/** Why it was not saved, where the reason stands at no field. */
export function NotSaved({ error, rest, count, isInConflict, isKept }: NotSavedProps) {
  const t = editor.failed
  const stays = isKept ? t.kept : t.unkept
  if (error === null) return null
  if (!(error instanceof ApiProblem)) {
    return (
      <Stack gap="xs">
        <Failure error={error} />
        <Text size="sm">{stays}</Text>
      </Stack>
    )
  }
  if (error.status === 412 && isInConflict) return null // told by the conflict
  if (error.status === 422 && error.faults.length > 0) {
    // All of them have been mended, or are other texts now.
    if (count === 0) return null
    return (
      <Notice title={t.faults(count)} text={t.faultsText} color="red" isUrgent>
        {rest.length > 0 && (
          <List size="sm">
            {rest.map(({ pointer, message }) => (
              <List.Item key={`${pointer} ${message}`}>{sentence(message)}</List.Item>
            ))}
          </List>
        )}
      </Notice>
    )
  }
  if (error.code === 'course-being-written')
    return <BeingWritten jobId={error.members.job_id} stays={stays} />
  const text = isGone(error) ? t.gone : saidOf(error).text
  return (
    <Notice title={t.title} text={text} color="red" isUrgent>
      <Text size="sm">{stays}</Text>
    </Notice>
  )
}

function BeingWritten({ jobId, stays }: { jobId: unknown; stays: string }) {
  const t = editor.failed
  const dialog = useProgressDialog()
  return (
    <Notice title={t.beingWritten} text={`${t.beingWrittenText} ${stays}`} color="yellow" isUrgent>
      {typeof jobId === 'string' && (
        <Button size="xs" variant="default" onClick={() => dialog.open(jobId)}>
          {t.showJob}
        </Button>
      )}
    </Notice>
  )
}
