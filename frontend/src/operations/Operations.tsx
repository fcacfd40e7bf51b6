/** Operations: what an operator sees of the deployment, and how it is paused. */
import { Alert, Container, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { ApiProblem } from '../api/errors'
import type { Target } from '../api/operations'
import type { Overview } from '../api/types'
import { Failure } from '../components/states'
import { PageTitle } from '../components/PageTitle'
import { texts } from '../texts'
import { operations as t } from '../texts/operations'
import { Audit } from './Audit'
import { JobCounts, Owners, Models, Spend } from './figures'
import classes from './Operations.module.css'
import { PauseForm } from './PauseForm'
import { Paused } from './Paused'
import { useOverview } from './useOperations'

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

export default function Operations() {
  const { data, error, failureReason, refetch } = useOverview()
  const trouble = failureReason ?? error
  const isRefused = error instanceof ApiProblem && error.status === 403
  return (
    <Container size="lg" px={0} pb="xl">
      <PageTitle of={t.title} />
      <Stack gap="lg">
        <Group justify="space-between" align="baseline" gap="xs">
          <div>
            <Title order={1}>{t.title}</Title>
            <Text c="dimmed">{t.lead}</Text>
          </div>
          {data && !isRefused && (
            <Text size="sm" c="dimmed" className={classes.figures ?? ''}>
              {t.at(CLOCK.format(new Date(data.at)))}
            </Text>
          )}
        </Group>
        {isRefused && <Refused problem={error} />}
        {!isRefused && data && trouble && (
          <Alert color="yellow" role="status">
            {t.stale}
          </Alert>
        )}
        {!isRefused && data && <Deployment overview={data} />}
        {!isRefused && !data && trouble && <Failure error={trouble} retry={() => void refetch()} />}
        {!data && !trouble && <Skeletons />}
      </Stack>
    </Container>
  )
}

function Deployment({ overview }: { overview: Overview }) {
  const [target, setTarget] = useState<Target>({ scope: 'all', value: null })
  const form = useRef<HTMLDivElement>(null)
  const choose = (owner: string) => {
    setTarget({ scope: 'owner', value: owner })
    requestAnimationFrame(() => {
      form.current?.scrollIntoView({ block: 'center' })
      form.current?.querySelector<HTMLElement>('[data-reason]')?.focus()
    })
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" className={classes.cards ?? ''}>
        <JobCounts overview={overview} />
        <Spend day={overview.spend_usd.day} />
        <Models models={overview.model} />
        <Owners owners={overview.waiting_by_owner} pause={choose} />
      </SimpleGrid>
      <Paused paused={overview.paused} />
      <div ref={form}>
        <PauseForm target={target} setTarget={setTarget} />
      </div>
      <Audit />
    </>
  )
}

function Refused({ problem }: { problem: ApiProblem }) {
  return (
    <Alert color="red" role="alert" icon={<IconLock aria-hidden />} title={t.refused}>
      <Text size="sm">{t.refusedText}</Text>
      <Text size="sm" mt="xs">
        {problem.message}
      </Text>
    </Alert>
  )
}

function Skeletons() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} role="status" aria-label={texts.common.loading}>
      {[1, 2, 3, 4].map(card => (
        <Skeleton key={card} h={160} radius="md" />
      ))}
    </SimpleGrid>
  )
}
