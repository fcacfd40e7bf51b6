/** tellEnded: that a job has ended or waits for a person, with the way to it; not where one is looking at it. */
import { Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { QueryClient } from '@tanstack/react-query'
import { matchPath } from 'react-router'
import type { Polled } from '../api/client'
import type { JobPage } from '../api/types'
import { saidOfJob } from '../components/said'
import type { Destination } from '../progress/destination'
import { artifactPath } from '../jobs/artifact'
import type { Seen } from '../jobs/following'
import { batchKey } from '../jobs/keys'
import { wordsOf } from '../jobs/pipelines'
import { JOB_STATUS } from '../jobs/status'
import { Open } from '../progress/Open'
import { texts } from '../texts'

const t = texts.shell.ended

/** ms. Long enough for who comes back to the tab a moment later. */
const SHOWN_MS = 20_000

interface Here {
  readonly pathname: string
  readonly search: string
}

/** Where the job is looked at: what it has made, or how it stands. */
export function placeOf(job: Seen): string {
  const made = job.status === 'completed' ? artifactPath(job) : null
  return made ?? `/jobs/${encodeURIComponent(job.job_id)}`
}

/** Whether one sees the job, or what it makes, where one is. */
export function isSeenAt({ pathname, search }: Here, job: Seen): boolean {
  // In the dialog of its progress, or in that of a revision.
  if ([...new URLSearchParams(search).values()].includes(job.job_id)) return true
  const made = artifactPath(job)
  return (
    pathname === `/jobs/${encodeURIComponent(job.job_id)}` ||
    (made !== null && (pathname + search === made || pathname === made || pathname.startsWith(`${made}/`)))
  )
}

/** Whether the job is of the batch that one looks at, which says itself how all of it stands. */
export function isOfBatchAt({ pathname }: Here, { job_id }: Seen, queries: QueryClient): boolean {
  const batchId = matchPath('/batches/:batchId', pathname)?.params.batchId
  if (batchId === undefined) return false
  const batch = queries.getQueryData<Polled<JobPage>>(batchKey(batchId))
  return batch?.data.jobs.some(job => job.job_id === job_id) ?? false
}

export function tellEnded(job: Seen, go: (to: string) => void): void {
  const path = placeOf(job)
  const id = `ended-${job.job_id}`
  const to: Destination = {
    href: path,
    go: () => {
      notifications.hide(id)
      go(path)
    },
  }
  const title = job.title || wordsOf(job.pipeline).label
  notifications.show({
    id,
    title: `${JOB_STATUS[job.status].label}: ${title}`,
    message: (
      <Stack gap={6} align="start">
        {job.error && <Text size="sm">{saidOfJob(job.error).text}</Text>}
        <Open to={to} size="compact-sm" variant="default">
          {job.status === 'completed' ? wordsOf(job.pipeline).opening : t.look}
        </Open>
      </Stack>
    ),
    color: JOB_STATUS[job.status].color,
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': texts.common.close },
  })
  tellBrowser(`${JOB_STATUS[job.status].label}: ${title}`, to)
}

/** Only in a tab that nobody sees, and only where it was allowed. */
function tellBrowser(title: string, to: Destination): void {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
  try {
    const shown = new Notification(title, { tag: to.href, icon: '/icon.svg' })
    shown.onclick = () => {
      window.focus()
      to.go()
    }
  } catch {
    // Some phones have them for service workers alone: there is the title of the tab.
  }
}
