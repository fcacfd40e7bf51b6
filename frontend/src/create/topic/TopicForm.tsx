/** TopicForm: what the outlines are to be about. */
import { Button, Group, NumberInput, SimpleGrid, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { StartJob } from '../../api/client'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { OUTLINES } from '../limits'
import { QuoteNote } from '../QuoteNote'
import { Readers } from '../Readers'
import { ANYBODY, readersInput } from '../readersChoice'
import { AskAnew } from '../AskAnew'
import { Refusal } from '../Refusal'
import { useStart } from '../useStart'

const t = texts.create.topic

export function TopicForm() {
  const [, setSearch] = useSearchParams()
  const [topic, setTopic] = useState('')
  const [readers, setReaders] = useState(ANYBODY)
  const [projects, setProjects] = useState(5)
  const [alternatives, setAlternatives] = useState(3)
  const [fresh, setFresh] = useState(false)
  const start = useStart()
  const asked: StartJob = {
    pipeline: 'course_outline',
    input: { topic: topic.trim(), ...readersInput(readers), projects, alternatives },
    options: { fresh },
  }
  const canStart = topic.trim() !== '' && readers.language.trim() !== ''
  return (
    <Stack
      component="form"
      gap="lg"
      onSubmit={event => {
        event.preventDefault()
        if (!canStart) return
        start.mutate(asked, { onSuccess: job => setSearch({ outlines: job.job_id }) })
      }}
    >
      <Stack gap="lg" className={classes.card ?? ''}>
        <Textarea
          label={t.topic}
          description={t.topicText}
          placeholder={t.topicPlaceholder}
          value={topic}
          onChange={event => setTopic(event.currentTarget.value)}
          maxLength={OUTLINES.topic}
          autosize
          minRows={2}
          size="md"
          required
        />
        <Readers value={readers} onChange={setReaders} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Count
            label={t.alternatives}
            value={alternatives}
            set={setAlternatives}
            {...OUTLINES.alternatives}
          />
          <Count label={t.projects} value={projects} set={setProjects} {...OUTLINES.projects} />
        </SimpleGrid>
        <AskAnew isOn={fresh} set={setFresh} />
      </Stack>
      <Refusal error={start.error} />
      <Group justify="end" gap="md">
        <QuoteNote start={canStart ? asked : null} />
        <Button type="submit" size="md" disabled={!canStart} loading={start.isPending}>
          {t.start}
        </Button>
      </Group>
    </Stack>
  )
}

interface CountProps {
  label: string
  value: number
  set: (value: number) => void
  least: number
  most: number
}

function Count({ label, value, set, least, most }: CountProps) {
  return (
    <NumberInput
      label={label}
      value={value}
      onChange={next => typeof next === 'number' && set(next)}
      min={least}
      max={most}
      clampBehavior="strict"
      allowDecimal={false}
    />
  )
}
