/** Batches: all batches of a person, newest first. */
import { Button, Container, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { batches } from '../api/batches'
import { useApi } from '../api/context'
import { PageTitle } from '../components/PageTitle'
import { Empty, Failure } from '../components/states'
import { exactly } from '../queue/amounts'
import { texts } from '../texts'
import { batches as t } from '../texts/batches'
import classes from './batches.module.css'
import { BATCHES } from './useBatch'

export default function Batches() {
  return (
    <Container size="md" px={0}>
      <PageTitle of={t.title} />
      <Stack gap="lg">
        <div>
          <Title order={1}>{t.title}</Title>
          <Text c="dimmed">{t.lead}</Text>
        </div>
        <All />
      </Stack>
    </Container>
  )
}

function All() {
  const api = useApi()
  const query = useInfiniteQuery({
    queryKey: BATCHES,
    queryFn: ({ pageParam, signal }) => batches(api, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  if (query.isPending) {
    return <Skeleton height={180} radius="md" role="status" aria-label={texts.common.loading} />
  }
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const all = query.data.pages.flatMap(page => page.batches)
  if (all.length === 0) {
    const action = (
      <Button component={Link} to="/new/exam">
        {t.several}
      </Button>
    )
    return <Empty title={t.empty} text={t.emptyText} action={action} />
  }
  return (
    <>
      <ul className={classes.list} aria-label={t.title}>
        {all.map(({ batch_id, name, jobs_total, created_at }) => (
          <li key={batch_id}>
            <Link to={`/batches/${encodeURIComponent(batch_id)}`} className={classes.batch}>
              <Text span fw={600} dir="auto" display="block">
                {name ?? t.unnamed(jobs_total)}
              </Text>
              <Text span size="sm" c="dimmed">
                {t.summary(jobs_total, exactly(created_at))}
              </Text>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {texts.common.more}
        </Button>
      )}
    </>
  )
}
