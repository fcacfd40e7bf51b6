/** ExamFile: a file, or several at once, are dropped or chosen, and read. */
import { Alert, Button, Code, FileButton, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconFileText } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState, type DragEvent } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { Unreadable, type ReadExam } from './exam'
import type { ReadFile } from './several'

const t = texts.create.exam
/** What is in a file decides, where its name does not tell. */
const ACCEPT = '.json,.jsonl,.csv,.tsv,.md,.markdown,.txt,application/json,text/csv,text/markdown,text/plain'

interface ExamFileProps {
  /** Whether it begins with the example. */
  isExample?: boolean
  onRead: (exam: ReadExam, name: string) => void
  /** Several at once, whatever is in them. */
  onSeveral: (files: readonly ReadFile[]) => void
}

export function ExamFile({ isExample = false, onRead, onSeveral }: ExamFileProps) {
  const { read, readExample, isReading, fault } = useReading(onRead, onSeveral)
  const begin = useEffectEvent(readExample)
  useEffect(() => {
    if (isExample) begin()
  }, [isExample])
  return (
    <Stack gap="md">
      <DropArea onDrop={read}>
        <IconFileText size={36} aria-hidden />
        <Text fw={600}>{t.drop}</Text>
        <FileButton onChange={read} accept={ACCEPT} multiple>
          {props => (
            <Button {...props} loading={isReading}>
              {t.choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" maw={440}>
          {t.formats}
        </Text>
        <Button variant="subtle" disabled={isReading} onClick={readExample}>
          {t.tryExample}
        </Button>
      </DropArea>
      {fault !== null && (
        <Alert role="alert" color="red" title={fault.title} icon={<IconAlertCircle aria-hidden />}>
          {fault.text}
        </Alert>
      )}
      <Examples />
    </Stack>
  )
}

const EXAMPLE = 'example.json'

/** The exam of `make run`; a bundle of its own, fetched when it is asked for. */
async function exampleFile(): Promise<File> {
  const { default: text } = await import('../../../../examples/exam.json?raw')
  return new File([text], EXAMPLE, { type: 'application/json' })
}

interface Fault {
  readonly title: string
  readonly text: string
}

function useReading(onRead: ExamFileProps['onRead'], onSeveral: ExamFileProps['onSeveral']) {
  const [isReading, setReading] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  async function openAll(files: readonly File[]) {
    setReading(true)
    setFault(null)
    try {
      const { readSeveral } = await import('./several')
      onSeveral(await readSeveral(files))
    } catch {
      setFault({ title: t.unopened, text: t.unopenedText })
    } finally {
      setReading(false)
    }
  }
  async function open(name: string, fetched: Promise<File> | File) {
    setReading(true)
    setFault(null)
    try {
      const [{ readFile }, file] = await Promise.all([import('./read'), fetched])
      onRead(await readFile(file), name)
    } catch (error) {
      if (error instanceof Unreadable) setFault({ title: t.unreadable, text: `${name}: ${error.message}` })
      // The file is not there any more, or the connection is not.
      else setFault({ title: t.unopened, text: `${name}: ${t.unopenedText}` })
    } finally {
      setReading(false)
    }
  }
  return {
    read: (files: readonly File[]) => {
      const [first] = files
      if (files.length > 1) void openAll(files)
      else if (first) void open(first.name, first)
    },
    readExample: () => void open(EXAMPLE, exampleFile()),
    isReading,
    fault,
  }
}

interface DropAreaProps {
  onDrop: (files: readonly File[]) => void
  children: React.ReactNode
}

function DropArea({ onDrop, children }: DropAreaProps) {
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        onDrop([...event.dataTransfer.files])
      }}
    >
      {children}
    </div>
  )
}

function Examples() {
  return (
    <details>
      <summary className={classes.summary}>{t.example}</summary>
      <Stack gap="md" pt="md">
        {t.examples.map(({ name, text }) => (
          <Stack key={name} gap={4}>
            <Title order={2} size="h6">
              {name}
            </Title>
            <Code block className={classes.sample ?? ''}>
              {text}
            </Code>
          </Stack>
        ))}
      </Stack>
    </details>
  )
}
