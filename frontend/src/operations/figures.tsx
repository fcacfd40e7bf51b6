/** Figures of the deployment: jobs, spend, the model's limits, who waits. */
import { Button, Progress, Table, Text } from '@mantine/core'
import type { Account, ModelStanding, Overview } from '../api/types'
import { Card } from '../components/Card'
import { usd } from '../progress/format'
import { operations as t } from '../texts/operations'
import { shares, spent, waits } from './amounts'
import classes from './Operations.module.css'

/** Percent of a ceiling from which on it is near; the deployment's alarm is at the same. */
const NEAR = 80

export function JobCounts({ overview: { jobs, is_complete } }: { overview: Overview }) {
  const counts = [
    [t.jobs.running, jobs.running],
    [t.jobs.pending, jobs.pending],
    [t.jobs.waiting, jobs.waiting],
  ] as const
  return (
    <Card title={t.jobs.title}>
      <dl className={classes.counts}>
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {!is_complete && <Text size="sm">{t.jobs.incomplete}</Text>}
    </Card>
  )
}

export function Spend({ day }: { day: Account }) {
  const parts = shares(day)
  const isNear = parts !== null && parts.used + parts.reserved >= NEAR
  return (
    <Card title={t.spend.title} text={t.spend.text}>
      <Text fw={600} className={classes.figures ?? ''}>
        {spent(day)}
      </Text>
      {parts && (
        <Progress.Root size="lg">
          <Progress.Section
            value={parts.used}
            color={isNear ? 'orange' : ''}
            aria-label={t.spend.bar}
            aria-valuetext={spent(day)}
          />
          {parts.reserved > 0 && (
            <Progress.Section value={parts.reserved} color="gray.5" withAria={false} aria-hidden />
          )}
        </Progress.Root>
      )}
      {day.reserved !== null && day.reserved > 0 && (
        <Text size="sm" c="dimmed">
          {t.spend.reserved(usd(day.reserved))}
        </Text>
      )}
    </Card>
  )
}

export function Models({ models }: { models: readonly ModelStanding[] }) {
  return (
    <Card title={t.model.title}>
      {models.length === 0 ? (
        <Text>{t.model.none}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.model.model}</Table.Th>
              <Table.Th ta="end">{t.model.perMinute}</Table.Th>
              <Table.Th ta="end">{t.model.waits}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {models.map(one => (
              <Table.Tr key={one.model}>
                <Table.Td className={classes.name ?? ''}>{one.model}</Table.Td>
                <Table.Td ta="end">{one.requests_per_minute ?? t.model.unlimited}</Table.Td>
                <Table.Td ta="end">{waits(one.waits_s)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  )
}

interface OwnersProps {
  owners: Overview['waiting_by_owner']
  pause: (owner: string) => void
}

export function Owners({ owners, pause }: OwnersProps) {
  return (
    <Card title={t.owners.title} {...(owners.length >= 20 && { text: t.owners.most })}>
      {owners.length === 0 ? (
        <Text>{t.owners.none}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.owners.owner}</Table.Th>
              <Table.Th ta="end">{t.owners.jobs}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {owners.map(({ owner, jobs }) => (
              <Table.Tr key={owner}>
                <Table.Td className={classes.name ?? ''}>{owner}</Table.Td>
                <Table.Td ta="end">{jobs}</Table.Td>
                <Table.Td ta="end">
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t.owners.pauseNamed(owner)}
                    onClick={() => pause(owner)}
                  >
                    {t.owners.pause}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  )
}
