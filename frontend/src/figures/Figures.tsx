/** Figures: what jobs came to, as plots and as tables of the same numbers. */
import { Alert, Button, Container, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useApi } from '../api/context'
import { ApiProblem } from '../api/errors'
import { figures, type Figures as Answer } from '../api/figures'
import { csvFile } from '../components/csv'
import { PageTitle } from '../components/PageTitle'
import { save } from '../components/saving'
import { Empty, Failure } from '../components/states'
import { useNow } from '../progress/useNow'
import { exactly } from '../queue/amounts'
import { texts } from '../texts'
import { figures as t } from '../texts/figures'
import { askedBy, type Asked } from './asked'
import { failuresOf } from './failures'
import { FigureFilters } from './FigureFilters'
import classes from './figures.module.css'
import { PlotSection } from './PlotSection'
import { isEmpty, plotsOf } from './plots'
import { fileRows } from './rows'

export default function Figures() {
  const [search] = useSearchParams()
  const now = useNow(60_000, true)
  const today = Math.floor(now / 86_400_000) * 86_400_000
  const asked = useMemo(() => askedBy(search, today), [search, today])
  return (
    <Container size="xl" px={0} pb="xl">
      <PageTitle of={t.title} />
      <Stack gap="lg" className={classes.figures ?? ''}>
        <div>
          <Title order={1}>{t.title}</Title>
          <Text c="dimmed">{t.lead}</Text>
        </div>
        <FigureFilters asked={asked} />
        <Loaded asked={asked} />
      </Stack>
    </Container>
  )
}

function useFigures(asked: Asked) {
  const api = useApi()
  const { by, scope, range } = asked
  return useQuery({
    queryKey: ['figures', by, scope, range.from, range.to],
    queryFn: ({ signal }) => figures(api, asked, signal),
    refetchOnWindowFocus: true,
  })
}

function Loaded({ asked }: { asked: Asked }) {
  const query = useFigures(asked)
  const trouble = query.failureReason ?? query.error
  const { error } = query
  if (error instanceof ApiProblem && (error.status === 403 || error.code === 'analytics-off')) {
    return (
      <Alert role="alert" color="yellow" title={error.status === 403 ? t.refused : t.off}>
        {error.message}
      </Alert>
    )
  }
  if (!query.data) {
    return trouble ? <Failure error={trouble} retry={() => void query.refetch()} /> : <Skeletons />
  }
  return (
    <>
      {trouble && (
        <Alert color="yellow" role="status">
          {t.stale}
        </Alert>
      )}
      <Answered answer={query.data} asked={asked} />
    </>
  )
}

function Answered({ answer, asked }: { answer: Answer; asked: Asked }) {
  const { rows, computed_at } = answer
  const { by, scope, range } = asked
  const plots = useMemo(() => plotsOf(answer, by), [answer, by])
  const download = () =>
    save(csvFile(`figures-${scope}-by-${by}-${range.from}-${range.to}.csv`, fileRows(rows, by)))
  const [first, ...others] = plots
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t.computed(exactly(computed_at))}
        </Text>
        <Button size="xs" variant="default" onClick={download} disabled={isEmpty(answer)}>
          {t.csv}
        </Button>
      </Group>
      {isEmpty(answer) ? (
        <Empty title={t.empty} text={t.emptyText} />
      ) : (
        <>
          {first && <PlotSection plot={first} />}
          <Failures asked={asked} />
          {others.map(plot => (
            <PlotSection key={plot.title} plot={plot} />
          ))}
        </>
      )}
    </>
  )
}

/** By step, whatever else is asked for: where jobs fail is the same question each time. */
function Failures({ asked }: { asked: Asked }) {
  const byStep = useFigures({ ...asked, by: 'step' })
  if (byStep.data) return <PlotSection plot={failuresOf(byStep.data.rows)} />
  return byStep.isError ? (
    <Failure error={byStep.error} retry={() => void byStep.refetch()} />
  ) : (
    <OneSkeleton />
  )
}

function Skeletons() {
  return (
    <Stack gap="lg" role="status" aria-label={texts.common.loading}>
      <OneSkeleton />
      <OneSkeleton />
    </Stack>
  )
}

function OneSkeleton() {
  return <Skeleton height={340} radius="md" />
}
