/** Refusal: why something was not started, and what one can do about it. */
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { ApiProblem, type FieldFault } from '../api/errors'
import { Details } from '../components/Details'
import { inWords, saidOf } from '../components/said'
import { Failure } from '../components/states'
import { moment } from '../queue/amounts'
import { useProgressDialog } from '../progress/useProgressDialog'
import { texts } from '../texts'

const t = texts.create.refused

/** `shown`: faults that stand at their fields already. */
export function Refusal({ error, shown = [] }: { error: Error | null; shown?: readonly FieldFault[] }) {
  if (error === null) return null
  if (!(error instanceof ApiProblem)) return <Failure error={error} />
  switch (error.code) {
    case 'duplicate-job':
      return <Duplicate error={error} />
    case 'too-many-jobs':
      return <TooMany error={error} />
    case 'spend-limit-reached':
      return <Notice title={t.spent} text={`${error.message} ${when(error)}`} color="yellow" />
    case 'paused':
      return <Notice title={t.paused} text={error.message} color="yellow" />
    case 'plan-required':
      return <PlanRequired error={error} />
    default:
      return <Other error={error} shown={shown} />
  }
}

function Duplicate({ error }: { error: ApiProblem }) {
  const dialog = useProgressDialog()
  const running = error.members.job_id
  return (
    <Notice title={t.duplicate} text={t.duplicateText} color="blue">
      {typeof running === 'string' && (
        <Button size="xs" variant="default" onClick={() => dialog.open(running)}>
          {t.openRunning}
        </Button>
      )}
    </Notice>
  )
}

function TooMany({ error }: { error: ApiProblem }) {
  return (
    <Notice title={t.tooMany} text={`${error.message} ${t.tooManyText} ${when(error)}`} color="yellow">
      <Button size="xs" variant="default" component={Link} to="/queue?status=active">
        {t.queue}
      </Button>
    </Notice>
  )
}

/** Seconds are counted up to two minutes only. */
function when({ retryAfterMs, retryAt }: ApiProblem): string {
  if (retryAfterMs === null || retryAt === null) return ''
  return retryAfterMs <= 120_000
    ? t.wait(Math.ceil(retryAfterMs / 1000))
    : t.waitUntil(moment(new Date(retryAt).toISOString(), retryAt - retryAfterMs))
}

function PlanRequired({ error }: { error: ApiProblem }) {
  const plan = error.members.required_plan
  const needed = typeof plan === 'string' ? ` ${t.planNeeded(plan)}` : ''
  return <Notice title={t.plan} text={`${error.message}${needed}`} color="yellow" />
}

function Other({ error, shown }: { error: ApiProblem; shown: readonly FieldFault[] }) {
  const faults = error.faults.filter(fault => !shown.includes(fault))
  const title = error.faults.length > 0 ? t.faults : t.title
  return (
    <Notice title={title} text={wording(error)} details={saidOf(error).details}>
      {faults.length > 0 && (
        <List size="sm">
          {faults.map(fault => (
            <List.Item key={`${fault.pointer} ${fault.message}`}>
              {[words(fault.pointer), fault.message].join(' ')}
            </List.Item>
          ))}
        </List>
      )}
    </Notice>
  )
}

function wording(error: ApiProblem): string {
  if (error.code === 'exam-not-found') return t.exam
  if (error.code === 'outline-not-found') return t.outline
  if (error.code === 'payload-too-large') return t.tooLarge
  return error.status >= 500 ? t.unavailable : inWords(error)
}

/** `/input/exam/title` as words: `exam title`. */
function words(pointer: string): string {
  return pointer
    .replace(/^\/input/, '')
    .split('/')
    .filter(part => part !== '')
    .map(part => part.replaceAll('_', ' '))
    .join(' ')
}

function Notice({
  title,
  text,
  color = 'red',
  details = '',
  children,
}: {
  title: string
  text: string
  details?: string
  color?: string
  children?: ReactNode
}) {
  return (
    <Alert role="alert" color={color} title={title} icon={<IconAlertCircle aria-hidden />}>
      <Stack gap="sm" align="start">
        <Text size="sm">{text}</Text>
        {children !== undefined && <Group>{children}</Group>}
        <Details text={details} />
      </Stack>
    </Alert>
  )
}
