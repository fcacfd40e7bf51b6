/** MendQuestion: a question of a file, changed where it stands; the file itself stays as it is. */
import { Button, Checkbox, CloseButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { EXAM } from '../limits'
import type { ReadQuestion } from './exam'
import {
  isTwiceLettered,
  lettered,
  mended,
  withExplanation,
  withOneMore,
  withOption,
  withoutOption,
  withRight,
} from './mending'

const t = texts.create.exam.mend

interface Props {
  readonly number: number
  readonly question: ReadQuestion
  readonly mend: (question: ReadQuestion) => void
  readonly close: () => void
}

export function MendQuestion({ number, question, mend, close }: Props) {
  return (
    <Stack
      component="fieldset"
      gap="sm"
      className={classes.mend ?? ''}
      aria-label={t.title(number)}
      data-mend={number}
    >
      <TextInput
        label={t.id}
        value={question.question_id}
        dir="ltr"
        onChange={event => mend(mended(question, { question_id: event.currentTarget.value }))}
      />
      <Textarea
        label={t.text}
        value={question.text}
        autosize
        maxRows={12}
        dir="auto"
        data-autofocus
        onChange={event => mend(mended(question, { text: event.currentTarget.value }))}
      />
      <Options question={question} mend={mend} />
      <Textarea
        label={t.explanation}
        value={question.explanation ?? ''}
        autosize
        maxRows={12}
        dir="auto"
        onChange={event => mend(withExplanation(question, event.currentTarget.value))}
      />
      <Group justify="end">
        <Button size="xs" variant="default" onClick={close}>
          {t.close}
        </Button>
      </Group>
    </Stack>
  )
}

function Options({ question, mend }: Pick<Props, 'question' | 'mend'>) {
  const isFull = question.options.length >= EXAM.options.most
  return (
    <Stack gap="xs" role="group" aria-label={t.options}>
      <Text size="sm" fw={500} aria-hidden>
        {t.options}
      </Text>
      {question.options.map(({ option_id, text }, place) => (
        <Group key={place} gap="xs" wrap="nowrap">
          <Checkbox
            aria-label={t.right(option_id)}
            checked={question.correct.includes(option_id)}
            onChange={event => mend(withRight(question, option_id, event.currentTarget.checked))}
          />
          <Text size="sm" className={classes.letter ?? ''}>
            {option_id}
          </Text>
          <Textarea
            aria-label={t.option(option_id)}
            value={text}
            autosize
            maxRows={8}
            dir="auto"
            flex={1}
            onChange={event => mend(withOption(question, place, event.currentTarget.value))}
          />
          <CloseButton
            aria-label={t.remove(option_id)}
            onClick={() => mend(withoutOption(question, place))}
          />
        </Group>
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={isFull}
          onClick={() => mend(withOneMore(question))}
        >
          {t.add}
        </Button>
        {isTwiceLettered(question) && (
          <Button size="compact-sm" variant="default" onClick={() => mend(lettered(question))}>
            {t.letter}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
