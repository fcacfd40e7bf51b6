/** Versions: what a lesson was, and the way back to it. */
import { Badge, Button, Group, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api/context'
import { lessonVersions, type EditedLesson, type LessonPlace, type LessonVersion } from '../api/lessons'
import { Failure } from '../components/states'
import { exactly, moment } from '../queue/amounts'
import { editor } from '../texts/editor'
import { authorOf } from './authors'
import classes from './editor.module.css'
import { versionsKey } from './keys'
import { useRestore } from './useRestore'

const t = editor.versions

interface VersionsProps {
  place: LessonPlace
  /** Told of the lesson that was made live. */
  onRestored: (lesson: EditedLesson) => void
  /** Shows a version beside what readers see. */
  compare: (version: string) => void
}

export function Versions(props: VersionsProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.versions} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={classes.summary}>{t.title}</summary>
      {isOpen && <VersionList {...props} />}
    </details>
  )
}

function VersionList({ place, onRestored, compare }: VersionsProps) {
  const api = useApi()
  const [now] = useState(() => Date.now())
  const query = useQuery({
    queryKey: versionsKey(place),
    queryFn: ({ signal }) => lessonVersions(api, place, signal),
  })
  const restore = useRestore(place, onRestored)
  if (query.isPending) return <Skeleton h={60} role="status" aria-label={t.loading} />
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} />
  const live = query.data.find(one => one.is_live)
  return (
    <ul className={classes.versionList}>
      {query.data.map(one => (
        <li key={one.version} className={classes.version} data-version={one.version}>
          <Words of={one} now={now} />
          {one.is_live ? (
            <Badge variant="light" tt="none" c="var(--mantine-color-text)">
              {t.live}
            </Badge>
          ) : (
            <Group gap="xs" className={classes.acts ?? ''}>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t.compareNamed(exactly(one.created_at))}
                onClick={() => compare(one.version)}
              >
                {t.compare}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t.restoreNamed(exactly(one.created_at))}
                disabled={restore.isPending}
                onClick={() =>
                  restore.mutate({
                    version: one.version,
                    before: live?.version ?? null,
                    said: t.restored(moment(one.created_at, now)),
                  })
                }
              >
                {t.restore}
              </Button>
            </Group>
          )}
        </li>
      ))}
    </ul>
  )
}

function Words({ of, now }: { of: LessonVersion; now: number }) {
  return (
    <div className={classes.words}>
      <Group gap={6}>
        <time dateTime={of.created_at} title={exactly(of.created_at)}>
          {moment(of.created_at, now)}
        </time>
        <span>{authorOf(of)}</span>
      </Group>
      <Text size="sm" c="dimmed" dir="auto">
        {of.note}
      </Text>
    </div>
  )
}
