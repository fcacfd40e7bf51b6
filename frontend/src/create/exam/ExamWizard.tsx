/** ExamWizard: from a file, or an exam that is stored, to the job that makes a course of it. */
import { Alert, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { StartJob } from '../../api/client'
import { Loading } from '../../components/states'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { Frame } from '../Frame'
import { QuoteNote } from '../QuoteNote'
import { Readers } from '../Readers'
import { ANYBODY, readersInput } from '../readersChoice'
import { AskAnew } from '../AskAnew'
import { Refusal } from '../Refusal'
import { useStart } from '../useStart'
import { contractExam } from './exam'
import { ExamFile } from './ExamFile'
import { Preview } from './Preview'
import type { ReadFile } from './several'
import { StoredExams } from './StoredExams'
import { useExamDraft, type ChangeChoices } from './useExamDraft'
import { useKeptExam, type KeptExam } from './useKeptExam'

const t = texts.create.exam
const SeveralExams = lazy(() => import('./SeveralExams'))
type Origin = 'upload' | 'stored'

export default function ExamWizard() {
  const [origin, setOrigin] = useState<Origin>('upload')
  const [read, setRead] = useKeptExam()
  const [several, setSeveral] = useState<readonly ReadFile[]>([])
  const [search, setSearch] = useSearchParams()
  const isExample = search.has(EXAMPLE)
  const isAsked = origin === 'upload' && !read && several.length === 0
  const change = useCallback<ChangeChoices>(
    change => setRead(before => before && { ...before, choices: change(before.choices) }),
    [setRead],
  )
  return (
    <Frame title={t.title} lead={t.lead} back="/new">
      <SegmentedControl<Origin>
        aria-label={t.sources}
        value={origin}
        onChange={value => setOrigin(value)}
        data={[
          { value: 'upload', label: t.upload },
          { value: 'stored', label: t.stored },
        ]}
        w={{ base: '100%', xs: 360 }}
      />
      {origin === 'stored' && <FromStored />}
      {isAsked && (
        <ExamFile
          isExample={isExample}
          onRead={(exam, name) => {
            setRead({ exam, name, choices: { title: exam.title, out: [], mended: {} } })
            // Asked for once: whoever takes another file then is not given it again.
            if (isExample) setSearch(without(EXAMPLE), { replace: true })
          }}
          onSeveral={setSeveral}
        />
      )}
      {origin === 'upload' && !read && several.length > 0 && (
        <Suspense fallback={<Loading />}>
          <SeveralExams files={several} change={setSeveral} />
        </Suspense>
      )}
      {origin === 'upload' && read && isExample && (
        <Alert role="note" color="blue" title={t.stillHere(read.name)}>
          <Button size="xs" variant="default" onClick={() => setRead(null)}>
            {t.exampleInstead}
          </Button>
        </Alert>
      )}
      {origin === 'upload' && read && <FromFile read={read} change={change} forget={() => setRead(null)} />}
    </Frame>
  )
}

interface FromFileProps {
  read: KeptExam
  change: ChangeChoices
  /** For another file, or since its job has begun. */
  forget: () => void
}

function FromFile({ read: { exam, name, choices }, change, forget }: FromFileProps) {
  const draft = useExamDraft(exam, choices, change)
  return (
    <>
      <Preview draft={draft} name={name} another={forget} />
      <Start
        input={{ exam: contractExam(draft.kept) }}
        isReady={draft.isSound}
        notYet={t.howToMend}
        started={forget}
      />
    </>
  )
}

function FromStored() {
  const [examId, setExamId] = useState<string | null>(null)
  return (
    <>
      <StoredExams chosen={examId} choose={setExamId} />
      <Start input={{ exam_id: examId }} isReady={examId !== null} notYet={t.pickOne} started={nothing} />
    </>
  )
}

const nothing = () => undefined

const EXAMPLE = 'example'

function without(name: string) {
  return (search: URLSearchParams) => {
    const others = new URLSearchParams(search)
    others.delete(name)
    return others
  }
}

interface StartProps {
  input: object
  isReady: boolean
  notYet: string
  started: () => void
}

function Start({ input, isReady, notYet, started }: StartProps) {
  const [readers, setReaders] = useState(ANYBODY)
  const [fresh, setFresh] = useState(false)
  const navigate = useNavigate()
  const start = useStart()
  const canStart = isReady && readers.language.trim() !== ''
  const asked: StartJob = {
    pipeline: 'exam_course',
    input: { ...input, ...readersInput(readers) },
    options: { fresh },
  }
  return (
    <Stack
      component="form"
      gap="lg"
      onSubmit={event => {
        event.preventDefault()
        if (!canStart) return
        start.mutate(asked, {
          // The queue lies under the dialog: who closes it sees the job go on.
          onSuccess: job => {
            void navigate(`/queue?job=${encodeURIComponent(job.job_id)}`)
            started()
          },
        })
      }}
    >
      <Stack gap="md" className={classes.card ?? ''}>
        <Title order={2} size="h4">
          {texts.create.readers.title}
        </Title>
        <Readers value={readers} onChange={setReaders} />
        <AskAnew isOn={fresh} set={setFresh} />
      </Stack>
      <Refusal error={start.error} />
      <Group justify="end" gap="md">
        <QuoteNote start={canStart ? asked : null} />
        {!isReady && (
          <Text size="sm" c="dimmed">
            {notYet}
          </Text>
        )}
        <Button type="submit" size="md" disabled={!canStart} loading={start.isPending}>
          {texts.create.start}
        </Button>
      </Group>
    </Stack>
  )
}
