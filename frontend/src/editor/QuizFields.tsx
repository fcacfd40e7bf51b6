/** QuizFields: questions with their options, the right ones ticked, and explanations. */
import { ActionIcon, Button, Checkbox, Group } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import type { LessonOfExam } from '../api/lessons'
import { editor } from '../texts/editor'
import classes from './editor.module.css'
import { focusField } from './focus'
import { nextOptionId, replaced, without } from './lists'
import { GroupFault, TextField } from './TextField'

const t = editor.quiz

type Question = LessonOfExam['quiz'][number]
type Option = Question['options'][number]

/** Ids of the options that a new question begins with. */
const FIRST_OPTIONS = ['A', 'B', 'C', 'D']

interface QuizFieldsProps {
  quiz: readonly Question[]
  onChange: (quiz: Question[]) => void
}

export function QuizFields({ quiz, onChange }: QuizFieldsProps) {
  const list = useRef<HTMLDivElement>(null)
  const focusQuestion = (index: number) =>
    requestAnimationFrame(() => {
      const cards = list.current?.querySelectorAll<HTMLElement>('fieldset') ?? []
      focusField(cards[index] ?? list.current, index < 0 ? -1 : 0)
    })
  return (
    <div ref={list} className={classes.list}>
      <GroupFault at="/quiz" />
      {quiz.map((question, index) => (
        <QuestionFields
          key={index}
          question={question}
          index={index}
          onChange={question => onChange(replaced(quiz, index, question))}
          remove={() => {
            onChange(without(quiz, index))
            focusQuestion(Math.min(index, quiz.length - 2))
          }}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => {
          onChange([...quiz, newQuestion()])
          focusQuestion(quiz.length)
        }}
      >
        {t.add}
      </Button>
    </div>
  )
}

function newQuestion(): Question {
  const options = FIRST_OPTIONS.map(option_id => ({ option_id, text: '' }))
  return { question: '', options, correct: [], explanation: '' }
}

interface QuestionFieldsProps {
  question: Question
  index: number
  onChange: (question: Question) => void
  remove: () => void
}

function QuestionFields({ question, index, onChange, remove }: QuestionFieldsProps) {
  const at = `/quiz/${index}`
  const number = index + 1
  return (
    <fieldset className={classes.card} data-quiz-question={number}>
      <legend className={classes.legend}>{t.number(number)}</legend>
      <TextField
        at={`${at}/question`}
        label={t.question(number)}
        value={question.question}
        onChange={text => onChange({ ...question, question: text })}
      />
      <OptionFields question={question} index={index} onChange={onChange} />
      <TextField
        at={`${at}/explanation`}
        label={t.explanation(number)}
        value={question.explanation}
        onChange={explanation => onChange({ ...question, explanation })}
      />
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        c="var(--mantine-color-error)"
        className={classes.add ?? ''}
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={remove}
      >
        {t.remove(number)}
      </Button>
    </fieldset>
  )
}

function OptionFields({ question, index, onChange }: Omit<QuestionFieldsProps, 'remove'>) {
  const list = useRef<HTMLDivElement>(null)
  const at = `/quiz/${index}`
  const { options } = question
  return (
    <div ref={list} className={classes.list} role="group" aria-label={t.options}>
      <p className={classes.label} aria-hidden>
        {t.options}
      </p>
      <GroupFault at={`${at}/options`} />
      <GroupFault at={`${at}/correct`} />
      {options.map((option, place) => (
        <OptionField
          key={place}
          at={`${at}/options/${place}/text`}
          number={index + 1}
          option={option}
          isRight={question.correct.includes(option.option_id)}
          tick={() => onChange(ticked(question, option))}
          onChange={text => onChange({ ...question, options: replaced(options, place, { ...option, text }) })}
          remove={() => {
            onChange(withoutOption(question, place))
            focusField(list.current, Math.min(place, options.length - 2))
          }}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => {
          const option_id = nextOptionId(options.map(one => one.option_id))
          onChange({ ...question, options: [...options, { option_id, text: '' }] })
          focusField(list.current, options.length)
        }}
      >
        {t.addOption(index + 1)}
      </Button>
    </div>
  )
}

interface OptionFieldProps {
  at: string
  /** Of the question, from 1. */
  number: number
  option: Option
  isRight: boolean
  tick: () => void
  onChange: (text: string) => void
  remove: () => void
}

function OptionField({ at, number, option, isRight, tick, onChange, remove }: OptionFieldProps) {
  const id = option.option_id
  return (
    <Group gap="xs" align="start" wrap="nowrap" className={classes.entry ?? ''}>
      <Checkbox mt={8} label={id} aria-label={t.right(number, id)} checked={isRight} onChange={tick} />
      <TextField at={at} label={t.option(number, id)} isLabelHidden value={option.text} onChange={onChange} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t.removeOption(number, id)}
        onClick={remove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  )
}

/** In the order of the options. */
function ticked(question: Question, { option_id }: Option): Question {
  const right = new Set(question.correct)
  if (!right.delete(option_id)) right.add(option_id)
  const ids = question.options.map(one => one.option_id)
  return { ...question, correct: ids.filter(id => right.has(id)) }
}

function withoutOption(question: Question, place: number): Question {
  const gone = question.options[place]?.option_id
  return {
    ...question,
    options: without(question.options, place),
    correct: question.correct.filter(id => id !== gone),
  }
}
