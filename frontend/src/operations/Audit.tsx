/** Audit: what operators and admins of organizations did, the latest first. */
import { Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { audit, type AuditEntry } from '../api/operations'
import { Card } from '../components/Card'
import { Failure } from '../components/states'
import { exactly } from '../queue/amounts'
import { texts } from '../texts'
import { operations } from '../texts/operations'
import classes from './Operations.module.css'
import { AUDIT } from './useOperations'

const t = operations.audit

export function Audit() {
  const api = useApi()
  const query = useInfiniteQuery({
    queryKey: AUDIT,
    queryFn: ({ pageParam, signal }) => audit(api, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const entries = query.data?.pages.flatMap(page => page.entries) ?? []
  return (
    <Card title={t.title} text={t.text}>
      {query.isPending && <Skeleton h={120} role="status" aria-label={texts.common.loading} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && entries.length === 0 && <Text>{t.none}</Text>}
      {entries.length > 0 && <Entries entries={entries} />}
      {query.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {texts.common.more}
          </Button>
        </Group>
      )}
    </Card>
  )
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <div className={classes.entries} role="group" aria-label={t.title} tabIndex={0}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {Object.values(t.columns).map(column => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map(entry => (
            <Table.Tr key={entry.number}>
              <Table.Td>{entry.number}</Table.Td>
              <Table.Td className={classes.figures ?? ''}>{exactly(entry.at)}</Table.Td>
              <Table.Td>{t.by(entry.actor, t.roles[entry.role])}</Table.Td>
              <Table.Td>{t.actions[entry.action]}</Table.Td>
              <Table.Td className={classes.name ?? ''}>{targetOf(entry)}</Table.Td>
              <Table.Td>
                <code title={entry.hash}>{entry.hash.slice(0, 12)}</code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** "scope: owner, value: ada". */
export function targetOf({ target }: Pick<AuditEntry, 'target'>): string {
  return Object.entries(target)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`)
    .join(', ')
}
