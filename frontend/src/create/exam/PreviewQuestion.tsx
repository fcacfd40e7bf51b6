/** PreviewQuestion: one question of a file. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { Snippet } from '../../components/Snippet'
import { isPlain } from '../../components/snippet'
import { texts } from '../../texts'
import classes from '../create.module.css'
import type { ReadQuestion } from './exam'
import { MendQuestion } from './MendQuestion'
import type { ExamDraft, LookedThrough } from './useExamDraft'

const t = texts.create.exam

export const PreviewQuestion = memo(function PreviewQuestion({
  looked: { question, isMended, index, isOut, problems, hints },
  toggle,
  mend,
}: {
  looked: LookedThrough
  toggle: (index: number) => void
  mend: ExamDraft['mend']
}) {
  const number = index + 1
  const [isBeingMended, setBeingMended] = useState(false)
  const canMend = !isOut && !isBeingMended && (problems.length > 0 || hints.length > 0 || isMended)
  return (
    <li className={classes.question} data-out={isOut || undefined}>
      <Group align="start" gap="xs" wrap="nowrap">
        <Text size="sm" className={classes.number ?? ''}>
          {number}
        </Text>
        <Stack gap={4} flex={1} miw={0}>
          <details>
            <summary className={classes.summary}>
              <Text span className={classes.body ?? ''} dir="auto">
                {shortened(question.text) || t.noText}
              </Text>
            </summary>
            <Details question={question} />
          </details>
          {problems.map(problem => (
            <Group key={problem} gap={6} wrap="nowrap" align="start">
              <IconAlertTriangle
                size={18}
                color="var(--mantine-color-orange-filled)"
                aria-hidden
                style={{ flex: 'none' }}
              />
              <Text size="sm" fw={600}>
                {problem}
              </Text>
            </Group>
          ))}
          {hints.map(hint => (
            <Group key={hint} gap={6} wrap="nowrap" align="start">
              <IconCopy size={18} color="var(--mantine-color-dimmed)" aria-hidden style={{ flex: 'none' }} />
              <Text size="sm">{hint}</Text>
            </Group>
          ))}
          {canMend && (
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t.mend.startNamed(number)}
                onClick={() => setBeingMended(true)}
              >
                {t.mend.start}
              </Button>
              {isMended && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  c="var(--mantine-color-text)"
                  aria-label={t.mend.asInFileNamed(number)}
                  onClick={() => mend(index, null)}
                >
                  {t.mend.asInFile}
                </Button>
              )}
            </Group>
          )}
          {isBeingMended && !isOut && (
            <MendQuestion
              number={number}
              question={question}
              mend={question => mend(index, question)}
              close={() => setBeingMended(false)}
            />
          )}
        </Stack>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          aria-label={isOut ? t.takeBackNamed(number) : t.leaveOutNamed(number)}
          onClick={() => toggle(index)}
        >
          {isOut ? t.takeBack : t.leaveOut}
        </Button>
      </Group>
    </li>
  )
})

function Details({ question }: { question: ReadQuestion }) {
  return (
    <Stack gap="xs" pt="xs">
      {(question.text.length > shortened(question.text).length || !isPlain(question.text)) && (
        <Text size="sm" component="div">
          <Snippet text={question.text} />
        </Text>
      )}
      <ul className={classes.plain}>
        {question.options.map(({ option_id, text }, index) => {
          const isRight = question.correct.includes(option_id)
          return (
            <li key={index}>
              <Text size="sm" component="div" fw={isRight ? 600 : 400} className={classes.option ?? ''}>
                <span>{option_id}.</span>
                <Snippet text={text} />
                {isRight && (
                  <IconCheck
                    size={16}
                    color="var(--mantine-color-green-filled)"
                    aria-label={t.right}
                    role="img"
                  />
                )}
              </Text>
            </li>
          )
        })}
      </ul>
      {question.explanation !== undefined && (
        <Text size="sm" component="div">
          <strong>{t.explanation}:</strong> <Snippet text={question.explanation} />
        </Text>
      )}
      {question.topic !== undefined && (
        <Text size="sm">
          <strong>{t.topic}:</strong> {question.topic}
        </Text>
      )}
    </Stack>
  )
}

/** The first lines of it. */
function shortened(text: string): string {
  return text.length > 220 ? `${text.slice(0, 200)}…` : text
}
