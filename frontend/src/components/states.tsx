/** States that every view has: loading, empty, failed. */
import { Alert, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { isGone, Unreachable } from '../api/errors'
import { texts } from '../texts'
import { Details } from './Details'
import { saidOf } from './said'

export function Loading({ label = texts.common.loading }: { label?: string }) {
  return (
    <Center mih={240} role="status" aria-label={label}>
      <Loader type="dots" />
    </Center>
  )
}

export function Empty({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <Center mih={240}>
      <Stack align="center" gap="xs" maw={420}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {text && (
          <Text c="dimmed" ta="center">
            {text}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  )
}

interface FailureProps {
  error: Error
  retry?: (() => void) | undefined
  /** Leads elsewhere, where trying again may not help. */
  wayOut?: ReactNode
}

export function Failure({ error, retry, wayOut }: FailureProps) {
  const away = error instanceof Unreachable
  const { text, todo, details } = saidOf(error)
  return (
    <Alert
      color={away ? 'yellow' : 'red'}
      role="alert"
      icon={away ? <IconPlugConnectedX aria-hidden /> : <IconAlertCircle aria-hidden />}
      title={away ? texts.common.unreachable : failureTitle(error)}
    >
      <Stack gap="sm" align="start">
        <Text size="sm">{[!away && text, todo].filter(Boolean).join(' ')}</Text>
        <Details text={details} />
        {(retry ?? wayOut) && (
          <Group gap="xs">
            {retry && (
              <Button size="xs" variant="default" onClick={retry}>
                {texts.common.tryAgain}
              </Button>
            )}
            {wayOut}
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

function failureTitle(error: Error): string {
  if (isGone(error)) return texts.common.notFound
  return texts.common.failed
}
