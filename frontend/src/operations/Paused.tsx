/** Paused: what is paused, why, and the way on. */
import { Button, Text } from '@mantine/core'
import type { Pause } from '../api/types'
import { Card } from '../components/Card'
import { tellDone, tellFailed } from '../components/telling'
import { exactly } from '../queue/amounts'
import { operations } from '../texts/operations'
import { named } from './amounts'
import classes from './Operations.module.css'
import { useResume } from './useOperations'

const t = operations.paused

export function Paused({ paused }: { paused: readonly Pause[] }) {
  return (
    <Card title={t.title}>
      {paused.length === 0 ? (
        <Text>{t.none}</Text>
      ) : (
        <ul className={classes.pauses}>
          {paused.map(pause => (
            <OnePause key={`${pause.scope} ${pause.value ?? ''}`} pause={pause} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function OnePause({ pause }: { pause: Pause }) {
  const resume = useResume()
  const what = named(pause)
  const act = () =>
    resume.mutate(
      { scope: pause.scope, value: pause.value },
      {
        onSuccess: () => tellDone(t.resumed(what)),
        onError: error => tellFailed(t.failed(what), error),
      },
    )
  return (
    <li className={classes.pause}>
      <div>
        <Text fw={600}>{what}</Text>
        <Text size="sm">{pause.reason}</Text>
        <Text size="sm" c="dimmed">
          {t.since(exactly(pause.paused_at), pause.paused_by)}
        </Text>
      </div>
      <Button variant="default" aria-label={t.resumeNamed(what)} loading={resume.isPending} onClick={act}>
        {t.resume}
      </Button>
    </li>
  )
}
