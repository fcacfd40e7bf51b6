/** ExamFields: what a lesson of an exam's course has besides its body. */
import type { LessonOfExam } from '../api/lessons'
import { Snippet } from '../components/Snippet'
import type { Exam } from '../reader/useExam'
import { editor } from '../texts/editor'
import classes from './editor.module.css'
import { replaced } from './lists'
import { QuizFields } from './QuizFields'
import { Section } from './Section'
import { GroupFault, TextField } from './TextField'
import { TextList } from './TextList'

const t = editor.worked

interface ExamFieldsProps {
  lesson: LessonOfExam
  exam: Exam
  change: (change: (lesson: LessonOfExam) => LessonOfExam) => void
}

export function ExamFields({ lesson, exam, change }: ExamFieldsProps) {
  return (
    <>
      <Section title={editor.fields.keyPoints}>
        <TextList
          at="/key_points"
          label={editor.fields.keyPoint}
          values={lesson.key_points}
          onChange={key_points => change(before => ({ ...before, key_points }))}
        />
      </Section>
      <Section title={t.title} text={t.text}>
        <GroupFault at="/worked_questions" />
        {lesson.worked_questions.map((worked, index) => (
          <WorkedFields
            key={worked.question_id}
            worked={worked}
            index={index}
            question={exam.questions.get(worked.question_id)?.text}
            onChange={worked =>
              change(before => ({
                ...before,
                worked_questions: replaced(before.worked_questions, index, worked),
              }))
            }
          />
        ))}
      </Section>
      <Section title={editor.quiz.title}>
        <QuizFields quiz={lesson.quiz} onChange={quiz => change(before => ({ ...before, quiz }))} />
      </Section>
    </>
  )
}

type Worked = LessonOfExam['worked_questions'][number]

interface WorkedFieldsProps {
  worked: Worked
  index: number
  /** Undefined where the exam cannot be read. */
  question: string | undefined
  onChange: (worked: Worked) => void
}

function WorkedFields({ worked, index, question, onChange }: WorkedFieldsProps) {
  const at = `/worked_questions/${index}`
  return (
    <fieldset className={classes.card}>
      <legend className={classes.legend}>{t.number(index + 1, worked.question_id)}</legend>
      {question !== undefined && <Snippet text={question} />}
      <GroupFault at={at} />
      <TextField
        at={`${at}/why_right`}
        label={t.whyRight(index + 1)}
        value={worked.why_right}
        onChange={why_right => onChange({ ...worked, why_right })}
      />
      {worked.why_wrong.map((wrong, place) => (
        <TextField
          key={wrong.option_id}
          at={`${at}/why_wrong/${place}/reason`}
          label={t.whyWrong(index + 1, wrong.option_id)}
          value={wrong.reason}
          onChange={reason =>
            onChange({ ...worked, why_wrong: replaced(worked.why_wrong, place, { ...wrong, reason }) })
          }
        />
      ))}
    </fieldset>
  )
}
