/** Steps of a job, and below each what it makes one by one. */
import { Text, UnstyledButton } from '@mantine/core'
import {
  IconAlertCircle,
  IconBan,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconLoader2,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Item, JobWithItems, Step, StepStatus } from '../api/types'
import { STEP_STATUS } from '../jobs/status'
import { texts } from '../texts'
import { itemKey } from './feed'
import { duration } from './format'
import classes from './Progress.module.css'

const t = texts.progress

/** Up to so many items of a step are all shown; of more, only those that move, until somebody asks for all. */
const SHOWN_AT_ONCE = 8

const MARKS = {
  pending: IconCircle,
  running: IconLoader2,
  completed: IconCircleCheck,
  failed: IconAlertCircle,
  cancelled: IconBan,
  skipped: IconCircleDashed,
} satisfies Record<StepStatus, unknown>

interface Reading {
  /** The item whose text is shown, by `itemKey`. */
  readonly read: string | null
  readonly onRead: (key: string) => void
}

export function Steps({ job, read, onRead }: { job: JobWithItems } & Reading) {
  return (
    <ol className={classes.steps} aria-label={t.steps}>
      {job.steps.map(step => (
        <StepRow
          key={step.name}
          step={step}
          items={job.items.filter(item => item.step === step.name)}
          read={read}
          onRead={onRead}
        />
      ))}
    </ol>
  )
}

function StepRow({ step, items, ...reading }: { step: Step; items: Item[] } & Reading) {
  const isOpen = items.some(item => item.status === 'running' || item.status === 'failed')
  const total = step.items_total ?? items.length
  return (
    <li className={classes.step} data-status={step.status}>
      <Mark status={step.status} size={18} />
      <span className={classes.label}>{step.label}</span>
      <Text span size="xs" c="dimmed" className={classes.count}>
        {total > 0 && t.of(step.items_completed ?? 0, total)}
        {total === 0 && step.duration_ms !== null && duration(step.duration_ms)}
      </Text>
      {isOpen && <Items step={step} items={items} {...reading} />}
    </li>
  )
}

function Items({ step, items, read, onRead }: { step: Step; items: Item[] } & Reading) {
  const [isFull, setFull] = useState(false)
  const isLong = items.length > SHOWN_AT_ONCE
  const numbered = items.map((item, index) => ({ item, number: index + 1 }))
  const shown = isLong && !isFull ? numbered.filter(({ item }) => isMoving(item)) : numbered
  return (
    <div className={classes.nested}>
      <ul className={classes.items} aria-label={t.itemsOf(step.label)}>
        {shown.map(({ item, number }) => (
          <ItemRow
            key={itemKey(item)}
            item={item}
            number={number}
            total={items.length}
            read={read}
            onRead={onRead}
          />
        ))}
      </ul>
      {isLong && (
        <UnstyledButton fz="xs" c="dimmed" py={4} aria-expanded={isFull} onClick={() => setFull(!isFull)}>
          {isFull ? t.showRunning : t.showAll(items.length)}
        </UnstyledButton>
      )}
    </div>
  )
}

function ItemRow({
  item,
  number,
  total,
  read,
  onRead,
}: { item: Item; number: number; total: number } & Reading) {
  const key = itemKey(item)
  const tries = item.attempts > 1 && (
    <Text span size="xs" c="dimmed" ml={6}>
      {t.tries(item.attempts)}
    </Text>
  )
  if (item.status !== 'running') {
    return (
      <li className={classes.item} data-status={item.status}>
        <Mark status={item.status} size={15} />
        <span className={classes.label}>
          {item.label}
          {tries}
        </span>
      </li>
    )
  }
  return (
    <li className={classes.item} data-status={item.status}>
      <Mark status={item.status} size={15} />
      <UnstyledButton
        className={classes.read ?? ''}
        aria-pressed={read === key}
        title={t.read(item.label)}
        onClick={() => onRead(key)}
      >
        {t.generating(item.label, number, total)}
        {tries}
      </UnstyledButton>
      <ItemBar item={item} />
    </li>
  )
}

function ItemBar({ item }: { item: Item }) {
  return (
    <span
      role="progressbar"
      aria-label={item.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={item.progress}
      className={classes.itemTrack}
    >
      <span
        className={classes.itemFill}
        style={{ display: 'block', transform: `scaleX(${item.progress / 100})` }}
      />
    </span>
  )
}

function Mark({ status, size }: { status: StepStatus; size: number }) {
  const Icon = MARKS[status]
  return (
    <span className={classes.mark} data-status={status}>
      <Icon
        size={size}
        stroke={1.8}
        role="img"
        aria-label={STEP_STATUS[status].label}
        className={status === 'running' ? (classes.turning ?? '') : ''}
      />
    </span>
  )
}

function isMoving(item: Item): boolean {
  return item.status === 'running' || item.status === 'failed'
}
