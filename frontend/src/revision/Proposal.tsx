/** Proposal: a version beside the one that readers see, to be accepted or not. */
import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isGone } from '../api/errors'
import type { EditedLesson } from '../api/lessons'
import { Failure } from '../components/states'
import { tellDone, tellFailed } from '../components/telling'
import { useRestore } from '../editor/useRestore'
import { authorOf } from '../editor/authors'
import { moment } from '../queue/amounts'
import { revision } from '../texts/revision'
import { Comparison } from './Comparison'
import { FoundInIt } from './FoundInIt'
import type { Revised } from './revised'
import classes from './revision.module.css'
import { usePair, type Pair } from './usePair'

const t = revision.proposal

interface Props {
  readonly of: Revised
  readonly version: string
  readonly onAccepted: (lesson: EditedLesson) => void
  readonly close: () => void
  readonly again: () => void
}

export function Proposal(props: Props) {
  const pair = usePair(props.of, props.version)
  const { live, other, error, retry } = pair
  if (live && other) return <Both {...props} pair={pair} live={live} other={other} />
  if (!error) return <Skeleton h={240} role="status" aria-label={t.loading} />
  if (!isGone(error)) return <Failure error={error} retry={retry} />
  return (
    <Stack gap="md">
      <Alert role="alert" color="yellow">
        {t.gone}
      </Alert>
      <Group justify="end">
        <Button variant="default" onClick={props.again}>
          {t.again}
        </Button>
      </Group>
    </Stack>
  )
}

interface BothProps extends Props {
  readonly pair: Pair
  readonly live: EditedLesson
  readonly other: EditedLesson
}

function Both({ of, pair, live, other, onAccepted, close, again }: BothProps) {
  const [now] = useState(() => Date.now())
  const { accept, isPending, isOvertaken } = useAccept(of, pair, onAccepted, close)
  const isLive = live.version === other.version
  const { made } = pair
  return (
    <Stack gap="md">
      {made && (
        <div>
          <Text size="sm" c="dimmed">
            {t.made(authorOf(made), moment(made.created_at, now))}
          </Text>
          {made.note && (
            <Text size="sm" dir="auto" className={classes.wish}>
              {t.wish(made.note)}
            </Text>
          )}
        </div>
      )}
      {isOvertaken && (
        <Alert role="alert" color="yellow">
          {t.overtaken}
        </Alert>
      )}
      {!isLive && <FoundInIt found={other.findings} isPublished={of.isPublished} />}
      {isLive ? <Text role="status">{t.isLive}</Text> : <Comparison live={live} other={other} />}
      <div className={classes.bar}>
        <Button variant="subtle" c="var(--mantine-color-text)" onClick={again}>
          {t.again}
        </Button>
        {!isLive && (
          <Group gap="sm">
            <Button
              variant="default"
              onClick={() => {
                close()
                tellDone(t.discarded, { color: 'gray' })
              }}
            >
              {t.discard}
            </Button>
            <Button
              loading={isPending}
              onClick={() => accept({ version: other.version, before: live.version })}
            >
              {t.accept}
            </Button>
          </Group>
        )}
      </div>
    </Stack>
  )
}

/** Nothing is accepted in place of what one has not compared it with. */
function useAccept(of: Revised, pair: Pair, onAccepted: (lesson: EditedLesson) => void, close: () => void) {
  const restore = useRestore(of, onAccepted)
  const check = useMutation({
    mutationFn: ({ before }: Accepting) => pair.isStillLive(before),
    onSuccess: (isStillLive, { version, before }) => {
      if (isStillLive) restore.mutate({ version, before, said: t.accepted }, { onSuccess: close })
    },
    onError: error => tellFailed(t.notAccepted, error),
  })
  return {
    accept: check.mutate,
    isPending: check.isPending || restore.isPending,
    isOvertaken: check.data === false,
  }
}

interface Accepting {
  readonly version: string
  /** What readers see until then. */
  readonly before: string
}
