/** Retry: the same job goes on; after `budget-exceeded` only with more to spend. */
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { Job } from '../api/types'
import { canRetry, needsHigherCap, useRetryJob } from '../jobs/actions'
import { texts } from '../texts'
import { usd } from './format'
import { Refusal } from './Refusal'

const t = texts.progress.failed

interface Props {
  readonly job: Job
  readonly label: string
}

export function Retry({ job, label }: Props) {
  if (job.can_resume && needsHigherCap(job)) return <RetryForMore job={job} label={label} />
  return canRetry(job) && <RetryAsItIs job={job} label={label} />
}

function RetryAsItIs({ job, label }: Props) {
  const retry = useRetryJob()
  return (
    <>
      <Button loading={retry.isPending} onClick={() => retry.mutate({ job })}>
        {label}
      </Button>
      <Refusal error={retry.error} />
    </>
  )
}

function RetryForMore({ job, label }: Props) {
  const retry = useRetryJob()
  const before = job.options.max_cost_usd ?? job.usage.cost_usd ?? 0
  const [cap, setCap] = useState<number | string>(proposed(before))
  const isEnough = typeof cap === 'number' && cap > before
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (isEnough) retry.mutate({ job, maxCostUsd: cap })
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
      <Refusal error={retry.error} />
    </form>
  )
}

/** The proposed cap, USD: twice the one before, rounded up to a number that one would type. */
function proposed(before: number): number {
  const twice = Math.max(before * 2, 0.01)
  const unit = 10 ** Math.floor(Math.log10(twice))
  return Number((Math.ceil(twice / unit) * unit).toPrecision(2))
}
