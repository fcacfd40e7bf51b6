/** WhenDone: what is to happen when a job is done: open what it made, and a notification of the browser. */
import { Button, Group, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Job } from '../api/types'
import { texts } from '../texts'
import { useLeadOn } from './leadOn'

const t = texts.progress.whenDone

export function WhenDone({ job }: { job: Job | undefined }) {
  const [isOn, set] = useLeadOn()
  if (!job || job.is_finished) return null
  return (
    <Group justify="space-between" gap="xs">
      <Switch size="xs" label={t.open} checked={isOn} onChange={event => set(event.currentTarget.checked)} />
      <Notify />
    </Group>
  )
}

/** Browsers ask for it themselves, once, and only when a person has pressed something. */
function Notify() {
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  )
  if (permission === 'denied') return null
  if (permission === 'granted') {
    return (
      <Text size="xs" c="dimmed">
        {t.notified}
      </Text>
    )
  }
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      {t.notify}
    </Button>
  )
}
