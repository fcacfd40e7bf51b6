/** JobLog: the log of one job, followed to its end, by level. */
import { Box, Chip, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Job, LogEntry, LogLevel } from '../api/types'
import { Failure } from '../components/states'
import { texts } from '../texts'
import { exactly } from './amounts'
import classes from './Queue.module.css'
import { useLog } from './useLog'

const t = texts.queue.log
const LEVELS: readonly LogLevel[] = ['info', 'success', 'warning', 'error']
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

export function JobLog({ job }: { job: Job }) {
  const log = useLog(job)
  const [levels, setLevels] = useState<readonly LogLevel[]>(LEVELS)
  const entries = log.data?.data.entries
  if (!entries) {
    const trouble = log.failureReason ?? log.error
    if (trouble) return <Failure error={trouble} retry={() => void log.refetch()} />
    return <Skeleton height={120} role="status" aria-label={texts.common.loading} />
  }
  if (entries.length === 0) {
    return (
      <Text size="sm" className={classes.note ?? ''}>
        {log.data?.data.isFinished ? t.gone : t.empty}
      </Text>
    )
  }
  return (
    <Stack gap="xs">
      <Levels entries={entries} shown={levels} show={setLevels} />
      <Entries entries={entries.filter(entry => levels.includes(entry.level))} title={job.title} />
    </Stack>
  )
}

interface LevelsProps {
  entries: readonly LogEntry[]
  shown: readonly LogLevel[]
  show: (levels: readonly LogLevel[]) => void
}

function Levels({ entries, shown, show }: LevelsProps) {
  return (
    <Chip.Group multiple value={[...shown]} onChange={levels => show(levels)}>
      <Group gap={6} role="group" aria-label={t.levels}>
        {LEVELS.map(level => (
          <Chip key={level} value={level} size="xs" variant="light">
            {t.count(t.level[level], entries.filter(entry => entry.level === level).length)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

/** Keeps to the newest entry, unless one has scrolled away from it. */
function Entries({ entries, title }: { entries: readonly LogEntry[]; title: string }) {
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [entries.length])
  const onScroll = () => {
    if (!box.current) return
    const { scrollHeight, scrollTop, clientHeight } = box.current
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24
  }
  return (
    <Box
      ref={box}
      className={classes.log ?? ''}
      role="region"
      aria-label={t.show(title)}
      tabIndex={0}
      onScroll={onScroll}
    >
      {entries.length === 0 && <Text size="sm">{t.none}</Text>}
      <ol className={classes.entries}>
        {entries.map(entry => (
          <Entry key={entry.log_id} entry={entry} />
        ))}
      </ol>
    </Box>
  )
}

/** Details that are not shown: the message names the place already. */
const PLACES = ['step', 'item_id', 'task', 'call']

function Entry({ entry }: { entry: LogEntry }) {
  const details = Object.entries(entry.details).filter(
    ([name, value]) => !PLACES.includes(name) && value !== null,
  )
  return (
    <li className={classes.entry} data-level={entry.level}>
      <time dateTime={entry.timestamp} title={exactly(entry.timestamp)}>
        {CLOCK.format(new Date(entry.timestamp))}
      </time>
      <span className={classes.level}>{entry.level}</span>
      <div className={classes.message}>
        {entry.message}
        {details.length > 0 && (
          <details>
            <summary>{t.details}</summary>
            <pre>{JSON.stringify(Object.fromEntries(details), null, 2)}</pre>
          </details>
        )}
      </div>
    </li>
  )
}
