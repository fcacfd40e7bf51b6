/** Progress: a job from its first step to its end, wherever it is shown. */
import { Group, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Failure } from '../components/states'
import type { JobWithItems } from '../api/types'
import { messageOf } from '../jobs/message'
import { useIsOwn } from '../session/own'
import { texts } from '../texts'
import { Bar } from './Bar'
import type { FindDestination } from './destination'
import { itemKey } from './feed'
import { Cancel, Line, Usage } from './Footer'
import { Outcome } from './Outcome'
import { Preview } from './Preview'
import classes from './Progress.module.css'
import { Steps } from './Steps'
import type { WatchedJob } from './useWatchedJob'

interface Props {
  readonly watched: WatchedJob
  readonly destination: FindDestination
  /** Said beside the way to cancel. */
  readonly note?: string
  /** What is to happen when it is done, to be chosen while it runs. */
  readonly whenDone?: ReactNode
}

export function Progress({ watched, ...shown }: Props) {
  const { job, error, reload } = watched
  if (!job) return error ? <Failure error={error} retry={reload} /> : <Waiting />
  return (
    <Stack gap="md">
      {error && <Failure error={error} retry={reload} />}
      <Picture watched={watched} job={job} {...shown} />
    </Stack>
  )
}

function Picture({ watched, job, destination, note, whenDone }: Props & { job: JobWithItems }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const read = useRead(job, watched.texts, chosen)
  const isOwn = useIsOwn(job)
  return (
    <>
      <Bar key={job.attempt} job={job} known={watched.known} />
      <Spoken job={job} />
      {isOwn ? (
        <Outcome job={job} to={destination(job)} />
      ) : (
        <Text size="sm">{texts.queue.by(job.owner)}</Text>
      )}
      <Steps job={job} read={read?.key ?? null} onRead={setChosen} />
      {read && <Preview key={read.key} label={read.label} text={read.text} />}
      <div className={job.is_finished ? undefined : classes.footer}>
        <Group justify="space-between" gap="xs">
          <Usage job={job} />
          {!job.is_finished && <Line state={watched.connection} />}
        </Group>
        {!job.is_finished && isOwn && <Cancel job={job} note={note} />}
        {!job.is_finished && isOwn && whenDone}
      </div>
    </>
  )
}

/** The text that is shown: the chosen one, else the first that runs, and that one until it is done. */
function useRead(job: JobWithItems, written: ReadonlyMap<string, string>, chosen: string | null) {
  const [kept, setKept] = useState<string | null>(null)
  if (job.is_finished) return null
  const running = job.items.filter(item => item.status === 'running')
  const readable = running.filter(item => written.has(itemKey(item)))
  const item =
    running.find(one => itemKey(one) === chosen) ?? running.find(one => itemKey(one) === kept) ?? readable[0]
  if (!item) return null
  const key = itemKey(item)
  if (key !== kept) setKept(key)
  return { key, label: item.label, text: written.get(key) ?? '' }
}

/** What a screen reader says: each tenth of the progress, not each second. */
function Spoken({ job }: { job: JobWithItems }) {
  const tenth = Math.floor(job.progress / 10) * 10
  const step = job.steps.find(one => one.name === job.current_step)?.label
  const said = job.waiting_for === null && step !== undefined ? step : messageOf(job)
  return (
    <VisuallyHidden role="status">{!job.is_finished && texts.progress.spoken(said, tenth)}</VisuallyHidden>
  )
}

/** A placeholder as high as the content, so that nothing moves when it comes. */
function Waiting() {
  return (
    <Stack gap="lg" role="status" aria-label={texts.common.loading}>
      <Stack gap={8}>
        <Skeleton h={18} w="45%" />
        <Skeleton h={10} />
        <Text size="xs">&nbsp;</Text>
      </Stack>
      <Stack gap={12}>
        {[70, 55, 62, 48, 66].map(width => (
          <Skeleton key={width} h={18} w={`${width}%`} />
        ))}
      </Stack>
    </Stack>
  )
}
