/** Tasks: what to do after a lesson of a project; hints are shown one at a time. */
import { Button, Card, Group, Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { IconBulb, IconClock } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { texts } from '../texts'
import type { ProjectLessonContent } from './chapters'
import { usePrinting } from './printing'
import classes from './reader.module.css'

type Task = ProjectLessonContent['tasks'][number]

const t = texts.reader.tasks
const HARDEST = 5

export function Tasks({ tasks, level }: { tasks: readonly Task[]; level: TitleOrder }) {
  return (
    <Stack gap="lg">
      {tasks.map((task, index) => (
        <Card key={task.task_id} withBorder padding="lg" component="article" data-task>
          <Group justify="space-between" gap="xs" wrap="wrap" align="baseline">
            <Title order={level} size="h5" dir="auto">
              {index + 1}. {task.title}
            </Title>
            <Group gap="md" wrap="nowrap">
              <Text size="sm" c="dimmed" className={classes.fact ?? ''}>
                <IconClock size={14} aria-hidden /> {t.minutes(task.minutes)}
              </Text>
              <Difficulty level={task.difficulty} />
            </Group>
          </Group>
          <p className={classes.text} dir="auto">
            {task.instructions}
          </p>
          <Text fw={600} size="sm" mt="md">
            {t.expected}
          </Text>
          <p className={classes.text} dir="auto">
            {task.expected_result}
          </p>
          {task.hints.length > 0 && <Hints hints={task.hints} />}
        </Card>
      ))}
    </Stack>
  )
}

function Difficulty({ level }: { level: number }) {
  return (
    <span
      className={classes.difficulty}
      role="img"
      aria-label={t.difficulty(level)}
      title={t.difficulty(level)}
    >
      {Array.from({ length: HARDEST }, (_, index) => (
        <span key={index} data-filled={index < level || undefined} />
      ))}
    </span>
  )
}

function Hints({ hints }: { hints: readonly string[] }) {
  const isPrinting = usePrinting()
  const [shown, setShown] = useState(0)
  const id = useId()
  const visible = isPrinting ? hints.length : shown
  return (
    <div className={classes.hints}>
      <ol id={id} aria-label={t.hints} aria-live="polite" className={classes.list} hidden={visible === 0}>
        {hints.slice(0, visible).map((hint, index) => (
          <li key={index} dir="auto">
            {hint}
          </li>
        ))}
      </ol>
      {visible < hints.length && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconBulb size={16} aria-hidden />}
          aria-controls={id}
          onClick={() => setShown(shown + 1)}
        >
          {t.reveal(shown + 1, hints.length)}
        </Button>
      )}
    </div>
  )
}
