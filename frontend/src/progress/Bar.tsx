/** Bar: 0 to 100, moving all the time and never back, with what is left beside it. */
import { Group, Text } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import type { Job } from '../api/types'
import { messageOf } from '../jobs/message'
import { texts } from '../texts'
import { timeLeft } from './format'
import { eased, expected, leftMs, type Known } from './motion'
import classes from './Progress.module.css'
import { useNow } from './useNow'

/** Needs the attempt as its `key`: in another attempt the bar begins anew. */
export function Bar({ job, known }: { job: Job; known: Known }) {
  // What it waits for, or why it failed, stands large below.
  const isTold = job.status === 'waiting' || job.status === 'failed'
  const { fill, percent } = useMotion(known, job.status === 'completed')
  return (
    <div>
      <Group justify="space-between" align="baseline" wrap="nowrap" mb={6}>
        <Text size="sm" className={classes.message}>
          {isTold ? texts.progress.bar : messageOf(job)}
        </Text>
        <Text size="sm" fw={600} className={classes.number} aria-hidden>
          {texts.progress.percent(percent)}
        </Text>
      </Group>
      <div
        role="progressbar"
        aria-label={texts.progress.bar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={job.progress}
        className={classes.track}
        data-status={job.status}
      >
        <div className={classes.fill} ref={fill} />
      </div>
      {!job.is_finished && <TimeLeft known={known} />}
    </div>
  )
}

function TimeLeft({ known }: { known: Known }) {
  const now = useNow(1_000, known.estimate !== null)
  const left = leftMs(known, now)
  return (
    <Text size="xs" c="dimmed" mt={6} className={classes.left}>
      {left !== null && timeLeft(left)}
    </Text>
  )
}

/** Moves the bar by hand, frame by frame: sixty renderings a second would be felt on a phone. */
function useMotion(known: Known, isDone: boolean) {
  const fill = useRef<HTMLDivElement>(null)
  const shown = useRef(known.progress)
  const [percent, setPercent] = useState(known.progress)
  const isCalm = useReducedMotion()

  useEffect(() => {
    let frame = 0
    let last = performance.now()
    const draw = (time: number) => {
      const aim = isDone ? 100 : isCalm ? known.progress : expected(known, Date.now())
      shown.current = isCalm ? Math.max(shown.current, aim) : eased(shown.current, aim, time - last)
      last = time
      if (fill.current) fill.current.style.transform = `scaleX(${shown.current / 100})`
      setPercent(Math.floor(shown.current))
      const rests = shown.current >= aim && (isCalm || known.estimate === null)
      if (!rests) frame = requestAnimationFrame(draw)
    }
    frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [known, isDone, isCalm])

  return { fill, percent }
}
