/** SeveralExams: what was read from many files, and the batch that makes a course of each. */
import { ActionIcon, Badge, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStartBatch } from '../../batches/useBatch'
import { texts } from '../../texts'
import { batches } from '../../texts/batches'
import { AskAnew } from '../AskAnew'
import classes from '../create.module.css'
import { EXAM } from '../limits'
import { Readers } from '../Readers'
import { ANYBODY, readersInput } from '../readersChoice'
import { Refusal } from '../Refusal'
import { refusalOf, startsOf, usable, type ReadFile } from './several'

const t = batches.files

interface Props {
  files: readonly ReadFile[]
  change: (files: readonly ReadFile[]) => void
}

export default function SeveralExams({ files, change }: Props) {
  return (
    <>
      <Stack gap="sm" className={classes.card ?? ''}>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t.title(files.length)}
          </Title>
          <Button variant="default" size="xs" onClick={() => change([])}>
            {t.another}
          </Button>
        </Group>
        <ul className={classes.files} aria-label={t.label}>
          {files.map((file, index) => (
            <OneFile key={index} file={file} remove={() => change(files.filter(one => one !== file))} />
          ))}
        </ul>
        {files.some(({ faults }) => faults.length > 0) && (
          <Text size="sm" c="dimmed">
            {t.mend}
          </Text>
        )}
      </Stack>
      <Start files={files} />
    </>
  )
}

function OneFile({ file: { name, exam, faults }, remove }: { file: ReadFile; remove: () => void }) {
  return (
    <li>
      <div>
        <Text fw={600} dir="auto">
          {exam?.title ?? name}
        </Text>
        <Text size="sm" c="dimmed">
          {[name, ...(exam ? [t.questions(exam.questions.length)] : [])].join(' · ')}
        </Text>
        {faults.map((fault, index) => (
          <Text key={index} size="sm" c="var(--mantine-color-error)">
            {fault}
          </Text>
        ))}
      </div>
      {faults.length > 0 && (
        <Badge variant="light" color="red" tt="none">
          {t.leftOut}
        </Badge>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={t.remove(name)} onClick={remove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  )
}

function Start({ files }: { files: readonly ReadFile[] }) {
  const [name, setName] = useState('')
  const [readers, setReaders] = useState(ANYBODY)
  const [fresh, setFresh] = useState(false)
  const exams = useMemo(() => usable(files), [files])
  const refusal = useMemo(() => refusalOf(exams), [exams])
  const navigate = useNavigate()
  const start = useStartBatch()
  const canStart = refusal === null && readers.language.trim() !== ''
  return (
    <Stack
      component="form"
      gap="lg"
      onSubmit={event => {
        event.preventDefault()
        if (!canStart) return
        start.mutate(
          { name: name.trim(), starts: startsOf(exams, readersInput(readers), fresh) },
          { onSuccess: ({ batch_id }) => void navigate(`/batches/${encodeURIComponent(batch_id)}`) },
        )
      }}
    >
      <Stack gap="md" className={classes.card ?? ''}>
        <Title order={2} size="h4">
          {texts.create.readers.title}
        </Title>
        <Readers value={readers} onChange={setReaders} />
        <AskAnew isOn={fresh} set={setFresh} />
        <TextInput
          label={t.name}
          description={t.nameText}
          value={name}
          maxLength={EXAM.title}
          onChange={event => setName(event.currentTarget.value)}
          dir="auto"
        />
      </Stack>
      <Refusal error={start.error} />
      <Group justify="end" gap="md">
        {refusal !== null && (
          <Text size="sm" role="status">
            {refusal}
          </Text>
        )}
        <Button type="submit" size="md" disabled={!canStart} loading={start.isPending}>
          {t.start(exams.length)}
        </Button>
      </Group>
    </Stack>
  )
}
