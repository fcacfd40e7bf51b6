/** Footer: what it has used, whether the line stands, and how to stop it. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Job } from '../api/types'
import { useCancelJob } from '../jobs/actions'
import { brokenOff } from '../queue/amounts'
import { texts } from '../texts'
import { count, usd } from './format'
import classes from './Progress.module.css'
import { Refusal } from './Refusal'
import type { Connection } from './useWatchedJob'

const t = texts.progress

export function Line({ state }: { state: Connection }) {
  return (
    <span className={classes.connection} data-state={state} role="status">
      {t.connection[state]}
    </span>
  )
}

export function Usage({ job }: { job: Job }) {
  const { model_calls, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd } =
    job.usage
  const input = input_tokens + cache_read_tokens + cache_write_tokens
  const cap = job.options.max_cost_usd
  const cost = cost_usd === null ? t.usage.unknown : usd(cost_usd)
  const parts = [
    model_calls === 1 ? t.usage.call : t.usage.calls(count(model_calls)),
    t.usage.tokens(count(input + output_tokens)),
    cost_usd !== null && cap !== null ? t.usage.cost(cost, usd(cap)) : cost,
    ...(job.usage.reused_calls ? [t.usage.reused(count(job.usage.reused_calls))] : []),
    ...(job.usage.aborted_calls ? [brokenOff(job.usage)] : []),
  ]
  return (
    <Text
      size="xs"
      c="dimmed"
      className={classes.count}
      title={t.usage.detail(count(input), count(cache_read_tokens), count(output_tokens))}
    >
      {parts.join(' · ')}
    </Text>
  )
}

interface CancelProps {
  readonly job: Job
  /** What else there is to do. */
  readonly note: string | undefined
}

export function Cancel({ job, note }: CancelProps) {
  const cancel = useCancelJob()
  const [isAsked, setAsked] = useState(false)
  return (
    <Stack gap="sm">
      <Refusal error={cancel.error} />
      {isAsked ? (
        <Alert color="red" variant="outline" role="group" aria-label={t.cancel.start}>
          <Stack gap="sm">
            <Text size="sm">{t.cancel.sure}</Text>
            <Group gap="sm">
              <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate({ job })}>
                {t.cancel.yes}
              </Button>
              {/* Where the finger or the Enter key is already: the harmless answer. */}
              <Button variant="default" autoFocus onClick={() => setAsked(false)}>
                {t.cancel.no}
              </Button>
            </Group>
          </Stack>
        </Alert>
      ) : (
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {note}
          </Text>
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsked(true)}>
            {t.cancel.start}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
