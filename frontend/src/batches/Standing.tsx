/** Standing: the bar of a batch, and how many of its jobs stand how. */
import { Progress, Stack, Text } from '@mantine/core'
import type { Batch } from '../api/batches'
import { JOB_STATUS } from '../jobs/status'
import { batches as t } from '../texts/batches'
import classes from './batches.module.css'
import { endedOf, sharesOf, type Share } from './standing'

export function Standing({ batch }: { batch: Batch }) {
  const shares = sharesOf(batch)
  const said = t.ended(endedOf(batch), batch.jobs_total)
  const counted = shares.map(({ name, count }) => `${t.counts[name]}: ${count}`)
  return (
    <Stack component="section" gap="sm" aria-label={t.progress}>
      <Text fw={600} role="status">
        {said}
      </Text>
      <Progress.Root size="lg" role="img" aria-label={[said, ...counted].join(', ')}>
        {shares.filter(isDrawn).map(share => (
          <Progress.Section
            key={share.name}
            value={share.percent}
            color={colorOf(share.name)}
            withAria={false}
          />
        ))}
      </Progress.Root>
      <dl className={classes.counts}>
        {shares.map(({ name, count }) => (
          <div key={name}>
            <dt>
              <span className={classes.dot} data-drawn={isDrawn({ name }) || undefined} aria-hidden>
                <span style={{ background: `var(--mantine-color-${colorOf(name)}-filled)` }} />
              </span>
              {t.counts[name]}
            </dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </Stack>
  )
}

/** What has not begun is the empty rest of the bar. */
function isDrawn({ name }: Pick<Share, 'name'>): boolean {
  return name !== 'pending' && name !== 'due'
}

function colorOf(name: Share['name']): string {
  if (name === 'refused' || name === 'gone' || name === 'due') return 'gray'
  return JOB_STATUS[name].color
}
