/** Approved: the outline as it stands, and how the course is made of it. */
import { Anchor, Badge, Button, Checkbox, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { StartJob } from '../../api/client'
import type { JobOptions, Outline } from '../../api/types'
import { tellDone } from '../../components/telling'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { AskAnew } from '../AskAnew'
import { QuoteNote } from '../QuoteNote'
import { Refusal } from '../Refusal'
import { useStart } from '../useStart'

const t = texts.create.topic
type Mode = JobOptions['mode']

export function Approved({
  jobId,
  outline,
  onStarted,
}: {
  jobId: string
  outline: Outline
  onStarted: () => void
}) {
  return (
    <Stack gap="xl">
      <Summary outline={outline} jobId={jobId} />
      <Generate outline={outline} onStarted={onStarted} />
    </Stack>
  )
}

function Summary({ outline, jobId }: { outline: Outline; jobId: string }) {
  return (
    <Stack gap="sm" className={classes.card ?? ''}>
      <Group justify="space-between">
        <Badge color="green" variant="light" leftSection={<IconCheck size={12} aria-hidden />}>
          {t.approved}
        </Badge>
        <Anchor component={Link} to={`/new/topic?outlines=${encodeURIComponent(jobId)}`} size="sm">
          {t.change}
        </Anchor>
      </Group>
      <Title order={2} size="h3">
        {outline.title}
      </Title>
      {outline.description && <Text c="dimmed">{outline.description}</Text>}
      <Text size="sm">{t.summary(outline.projects.length)}</Text>
      <ol className={classes.numbered}>
        {outline.projects.map((project, index) => (
          <li key={index}>{project.title}</li>
        ))}
      </ol>
    </Stack>
  )
}

function Generate({ outline, onStarted }: { outline: Outline; onStarted: () => void }) {
  const navigate = useNavigate()
  const start = useStart()
  const [isPublished, setPublished] = useState(false)
  const [fresh, setFresh] = useState(false)
  const [mode, setMode] = useState<Mode>('auto')

  const asked = (mode: Mode): StartJob => ({
    pipeline: 'project_course',
    input: { outline },
    options: { auto_publish: isPublished, mode, fresh },
  })
  function generate(mode: Mode) {
    setMode(mode)
    start.mutate(asked(mode), {
      onSuccess: () => {
        onStarted()
        tellDone(t.queuedText(outline.title), { title: t.queued })
        void navigate('/queue')
      },
    })
  }
  const isBusy = (which: Mode) => start.isPending && mode === which
  return (
    <Stack gap="md">
      <Title order={2} size="h3">
        {t.how}
      </Title>
      <Checkbox
        label={t.publish}
        description={t.publishText}
        checked={isPublished}
        onChange={event => setPublished(event.currentTarget.checked)}
      />
      <AskAnew isOn={fresh} set={setFresh} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Way text={t.queueText} badge={t.recommended}>
          <Button
            size="md"
            onClick={() => generate('auto')}
            loading={isBusy('auto')}
            disabled={isBusy('manual')}
          >
            {t.queue}
          </Button>
        </Way>
        <Way text={t.manualText}>
          <Button
            size="md"
            variant="default"
            onClick={() => generate('manual')}
            loading={isBusy('manual')}
            disabled={isBusy('auto')}
          >
            {t.manual}
          </Button>
        </Way>
      </SimpleGrid>
      <QuoteNote start={asked('auto')} />
      <Refusal error={start.error} />
    </Stack>
  )
}

function Way({ text, badge, children }: { text: string; badge?: string; children: React.ReactNode }) {
  return (
    <Stack gap="md" justify="space-between" className={classes.card ?? ''}>
      <Stack gap="xs" align="start">
        {badge !== undefined && <Badge variant="light">{badge}</Badge>}
        <Text size="sm">{text}</Text>
      </Stack>
      {children}
    </Stack>
  )
}
