/** WorkedQuestions: questions of the exam that one answers first; then why the right answer is right. */
import { Button, Card, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Question } from '../api/types'
import { Snippet } from '../components/Snippet'
import { texts } from '../texts'
import { Choice } from './Choice'
import classes from './Choice.module.css'
import { DisputeBox, DoubtBox } from './DoubtBox'
import { disputeOf, doubtOf, isGraded, type Worked } from './doubts'
import { isRight, type Chosen } from './grading'
import { usePrinting } from './printing'
import type { Exam } from './useExam'

const t = texts.reader.question

export function WorkedQuestions({ worked, exam }: { worked: readonly Worked[]; exam: Exam }) {
  return (
    <Stack gap="lg">
      {worked.map((one, index) => {
        const number = t.number(index + 1, worked.length)
        const question = exam.questions.get(one.question_id)
        return (
          <Card key={one.question_id} withBorder padding="lg" data-worked={one.question_id}>
            {question ? (
              <Answerable worked={one} question={question} number={number} />
            ) : exam.isPending ? (
              <Skeleton h={200} />
            ) : (
              <Unasked worked={one} number={number} note={noteOn(exam)} />
            )}
          </Card>
        )
      })}
    </Stack>
  )
}

function noteOn({ isHidden, isGone }: Exam): string {
  if (isHidden) return t.hidden
  return isGone ? t.gone : t.examFailed
}

function Answerable({ worked, question, number }: { worked: Worked; question: Question; number: string }) {
  const isPrinting = usePrinting()
  const [chosen, setChosen] = useState<Chosen>(new Set())
  const [isShown, setShown] = useState(false)
  const outcome = useRef<HTMLParagraphElement>(null)
  const isOut = isShown || isPrinting
  const doubt = doubtOf(worked)
  const dispute = disputeOf(worked)
  const reveal = () => {
    setShown(true)
    // The button that was pressed is gone: reading goes on at what it has brought.
    requestAnimationFrame(() => outcome.current?.focus())
  }
  return (
    <Choice
      eyebrow={`${number} · ${worked.question_id}`}
      question={question.text}
      options={question.options}
      correct={question.correct}
      chosen={chosen}
      onChoose={setChosen}
      isOut={isOut}
      isGraded={isGraded(worked)}
      reasons={new Map(worked.why_wrong.map(wrong => [wrong.option_id, wrong.reason]))}
    >
      <div role="status">
        {isOut && (
          <Text ref={outcome} tabIndex={-1} fw={650} mt="md" className={classes.outcome ?? ''}>
            {isGraded(worked) ? outcomeOf(chosen, question.correct) : texts.reader.doubt.notGraded}
          </Text>
        )}
      </div>
      {isOut ? (
        <>
          {doubt && <DoubtBox of={doubt} correct={question.correct} />}
          {dispute && <DisputeBox of={dispute} correct={question.correct} />}
          <Why worked={worked} />
        </>
      ) : (
        <Group gap="sm" mt="md">
          <Button disabled={chosen.size === 0} onClick={reveal}>
            {t.check}
          </Button>
          <Button variant="subtle" onClick={reveal}>
            {t.show}
          </Button>
        </Group>
      )}
      {isShown && !isPrinting && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          onClick={() => {
            setShown(false)
            setChosen(new Set())
          }}
        >
          {t.again}
        </Button>
      )}
    </Choice>
  )
}

function outcomeOf(chosen: Chosen, correct: readonly string[]): string {
  if (isRight(chosen, correct)) return t.right
  return chosen.size === 0 ? t.solution(correct) : `${t.wrong} ${t.solution(correct)}`
}

function Why({ worked }: { worked: Worked }) {
  return (
    <div className={classes.answer}>
      <strong>{t.whyRight}: </strong>
      <Snippet text={worked.why_right} />
    </div>
  )
}

/** What is left of a question whose exam cannot be read. */
function Unasked({ worked, number, note }: { worked: Worked; number: string; note: string }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        {number} · {worked.question_id}
      </Text>
      <Text size="sm" c="dimmed">
        {note}
      </Text>
      <Why worked={worked} />
      {worked.why_wrong.length > 0 && (
        <>
          <Text fw={600} mt="sm">
            {t.whyWrong}
          </Text>
          <ul>
            {worked.why_wrong.map((wrong, index) => (
              <li key={index} dir="auto">
                {wrong.option_id}: <Snippet text={wrong.reason} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
