/** ExamFile: a file is dropped or chosen, and read. */
import { Alert, Button, Code, FileButton, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconFileText } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { Unreadable, type ReadExam } from './exam'

const t = texts.create.exam
/** What is in a file decides, where its name does not tell. */
const ACCEPT = '.json,.jsonl,.csv,.tsv,.md,.markdown,.txt,application/json,text/csv,text/markdown,text/plain'

export function ExamFile({ onRead }: { onRead: (exam: ReadExam, name: string) => void }) {
  const { read, readExample, isReading, fault } = useReading(onRead)
  return (
    <Stack gap="md">
      <DropArea onDrop={read}>
        <IconFileText size={36} aria-hidden />
        <Text fw={600}>{t.drop}</Text>
        <FileButton onChange={file => file && read(file)} accept={ACCEPT}>
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

function useReading(onRead: (exam: ReadExam, name: string) => void) {
  const [isReading, setReading] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
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
    read: (file: File) => void open(file.name, file),
    readExample: () => void open(EXAMPLE, exampleFile()),
    isReading,
    fault,
  }
}

function DropArea({ onDrop, children }: { onDrop: (file: File) => void; children: React.ReactNode }) {
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
        const file = event.dataTransfer.files[0]
        if (file) onDrop(file)
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
