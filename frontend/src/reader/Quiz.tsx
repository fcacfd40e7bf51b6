/** Quiz: new questions on a lesson, answered together, with a score and explanations. */
import { Button, Card, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { Snippet } from '../components/Snippet'
import { texts } from '../texts'
import type { ExamLessonContent } from './chapters'
import { Choice } from './Choice'
import classes from './Choice.module.css'
import { DisputeBox } from './DoubtBox'
import { disputeOf, isGraded } from './doubts'
import { scoreOf, type Chosen } from './grading'
import { usePrinting } from './printing'

type Questions = ExamLessonContent['quiz']

const NOTHING: Chosen = new Set()
const t = texts.reader.quiz

interface QuizProps {
  questions: Questions
  /** What is said to who has all of it right. */
  praise: string
}

export function Quiz({ questions, praise }: QuizProps) {
  const isPrinting = usePrinting()
  const [answers, setAnswers] = useState<readonly Chosen[]>([])
  const [isChecked, setChecked] = useState(false)
  const [open, setOpen] = useState(0)
  const root = useRef<HTMLDivElement>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  const answerOf = (index: number) => answers[index] ?? NOTHING

  const check = () => {
    const unanswered = questions.flatMap((_, index) => (answerOf(index).size === 0 ? [index] : []))
    setOpen(unanswered.length)
    if (unanswered[0] !== undefined) {
      const fields = root.current?.querySelectorAll('fieldset')[unanswered[0]]
      fields?.querySelector('input')?.focus()
      return
    }
    setChecked(true)
    requestAnimationFrame(() => outcome.current?.focus())
  }
  const again = () => {
    setAnswers([])
    setChecked(false)
    requestAnimationFrame(() => root.current?.querySelector('input')?.focus())
  }

  return (
    <Stack gap="lg" ref={root} data-quiz>
      {questions.map((question, index) => {
        const isOut = isChecked || isPrinting
        const dispute = disputeOf(question)
        return (
          <Card key={index} withBorder padding="lg">
            <Choice
              eyebrow={texts.reader.question.number(index + 1, questions.length)}
              question={question.question}
              options={question.options}
              correct={question.correct}
              chosen={answerOf(index)}
              onChoose={chosen =>
                setAnswers(questions.map((_, at) => (at === index ? chosen : answerOf(at))))
              }
              isOut={isOut}
              isGraded={isGraded(question)}
            >
              {isOut && dispute && <DisputeBox of={dispute} correct={question.correct} />}
              {isOut && (
                <div className={classes.answer}>
                  <Snippet text={question.explanation} />
                </div>
              )}
            </Choice>
          </Card>
        )
      })}
      <div role="status">
        {isChecked && <Score questions={questions} answers={answers} praise={praise} outcome={outcome} />}
        {!isChecked && open > 0 && <Text>{t.open(open)}</Text>}
      </div>
      {!isPrinting && (
        <Group>
          {isChecked ? (
            <Button variant="default" onClick={again}>
              {t.again}
            </Button>
          ) : (
            <Button onClick={check}>{t.check}</Button>
          )}
        </Group>
      )}
    </Stack>
  )
}

interface ScoreProps extends QuizProps {
  answers: readonly Chosen[]
  outcome: React.Ref<HTMLParagraphElement>
}

function Score({ questions, answers, praise, outcome }: ScoreProps) {
  const { right, graded } = scoreOf(questions, answers)
  const left = questions.length - graded
  return (
    <>
      <Text ref={outcome} tabIndex={-1} size="xl" fw={700} className={classes.outcome ?? ''}>
        {graded > 0 ? t.score(right, graded) : t.notGraded(left)}
      </Text>
      <Text c="dimmed">
        {right === graded && graded > 0 ? praise : t.some} {left > 0 && graded > 0 && t.notGraded(left)}
      </Text>
    </>
  )
}
