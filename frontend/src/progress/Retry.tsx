/** Retry: the same job goes on; after `budget-exceeded` only with more to spend. */
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { Job } from '../api/types'
import { texts } from '../texts'
import { usd } from './format'
import type { useJobActions } from './useJobActions'

const t = texts.progress.failed

interface Props {
  readonly job: Job
  readonly retry: ReturnType<typeof useJobActions>['retry']
  readonly label: string
}

export function Retry({ job, retry, label }: Props) {
  if (!job.can_resume) return null
  if (job.error?.code === 'budget-exceeded') return <RetryForMore job={job} retry={retry} label={label} />
  // Where the server says that a retry gets no further, none is offered.
  if (job.error?.retryable === false) return null
  return (
    <Button loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
      {label}
    </Button>
  )
}

function RetryForMore({ job, retry, label }: Props) {
  const before = job.options.max_cost_usd ?? job.usage.cost_usd ?? 0
  const [cap, setCap] = useState<number | string>(proposed(before))
  const isEnough = typeof cap === 'number' && cap > before
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (isEnough) retry.mutate(cap)
      }}
    >
      <NumberInput
        label={t.cap}
        description={t.capHelp(usd(before))}
        value={cap}
        onChange={setCap}
        allowNegative={false}
        decimalScale={4}
        max={10_000}
        prefix="$"
        error={!isEnough && t.capTooLow(usd(before))}
        mb="sm"
      />
      <Button type="submit" disabled={!isEnough} loading={retry.isPending}>
        {label}
      </Button>
    </form>
  )
}

/** Twice as much, rounded up to what one would write. */
function proposed(before: number): number {
  const twice = Math.max(before * 2, 0.01)
  const unit = 10 ** Math.floor(Math.log10(twice))
  return Number((Math.ceil(twice / unit) * unit).toPrecision(2))
}
