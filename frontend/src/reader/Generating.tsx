/** Generating: that what one reads is still being written, how far it is, and the way to the progress. */
import { Alert, Button, Group, Progress, Text } from '@mantine/core'
import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isGone } from '../api/errors'
import type { Job, JobWithItems } from '../api/types'
import { saidOfJob } from '../components/said'
import { Failure } from '../components/states'
import { canContinue, canRetry, needsHigherCap, useContinueJob, useRetryJob } from '../jobs/actions'
import { messageOf } from '../jobs/message'
import { useJob } from '../jobs/useJob'
import { Refusal } from '../progress/Refusal'
import { useProgressDialog } from '../progress/useProgressDialog'
import { texts } from '../texts'
import { writingOf } from './writing'
import classes from './reader.module.css'

const t = texts.reader.progress
const CATCH_UP_MS = 1_000

/** `artifact`: key of what the job writes, read anew whenever the job has written something. */
export function Generating({ jobId, artifact, done }: { jobId: string; artifact: QueryKey; done: string }) {
  const { data, error, refetch } = useJob(jobId)
  const job = data?.data
  useReadAnew(job, artifact)
  const goOn = useGoOn(job)
  const { open } = useProgressDialog()
  // A job is kept for 30 days; what it has left unfinished stays.
  if (isGone(error)) return <Alert color="gray">{t.ended}</Alert>
  if (error && !job) return <Failure error={error} retry={() => void refetch()} />
  const { look, isGoingOn } = writingOf('generating', job, false)
  return (
    <section className={classes.strip} aria-label={t.bar} data-status={job?.status}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div className={classes.stripText}>
          <Text fw={600} size="sm" role="status">
            {isGoingOn ? done || t.begun : `${look.label}. ${done}`}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={1} dir="auto">
            {(job?.error && saidOfJob(job.error).text) ?? (job && messageOf(job)) ?? '\u00a0'}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap" className={classes.stripButton ?? ''}>
          {goOn && !isGoingOn && (
            <Button size="xs" loading={goOn.isPending} onClick={goOn.act}>
              {goOn.label}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => open(jobId)}>
            {t.show}
          </Button>
        </Group>
      </Group>
      {goOn && !isGoingOn && <Refusal error={goOn.error} />}
      <Progress
        value={job?.progress ?? 0}
        size="sm"
        color={isGoingOn ? 'var(--mantine-primary-color-filled)' : look.color}
        aria-label={t.bar}
        transitionDuration={400}
      />
    </section>
  )
}

interface GoOn {
  readonly label: string
  readonly act: () => void
  readonly isPending: boolean
  readonly error: Error | null
}

/** What a person can do so that it goes on; more to spend is asked for in the progress. */
function useGoOn(job: Job | undefined): GoOn | null {
  const proceed = useContinueJob()
  const retry = useRetryJob()
  if (!job) return null
  const label = canContinue(job) ? texts.progress.waiting.continue : t.goOn
  const { mutate, isPending, error } = canContinue(job) ? proceed : retry
  if (!canContinue(job) && (!canRetry(job) || needsHigherCap(job))) return null
  return { label, act: () => mutate({ job }), isPending, error }
}

function useReadAnew(job: JobWithItems | undefined, artifact: QueryKey): void {
  const queries = useQueryClient()
  const written = job && writtenSoFar(job)
  const seen = useRef<string>(undefined)
  const key = useRef(artifact)
  useEffect(() => {
    if (written === undefined || written === seen.current) return
    seen.current = written
    void queries.invalidateQueries({ queryKey: key.current })
  }, [written, queries])
  // The job may be read as completed a moment before the artifact can be; then this is still shown.
  const isCompleted = job?.status === 'completed'
  useEffect(() => {
    if (!isCompleted) return
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: key.current }), CATCH_UP_MS)
    return () => clearInterval(timer)
  }, [isCompleted, queries])
}

/** A text that changes whenever the job has written something readable, and not with its messages. */
export function writtenSoFar(job: Pick<JobWithItems, 'status' | 'steps'>): string {
  const steps = job.steps.map(step => `${step.status}/${step.items_completed ?? ''}`)
  return [job.status === 'completed', ...steps].join(' ')
}
