/** LessonBody: everything of a lesson below its title. Brings the Markdown reader with it, so loaded late. */
import { Title, type TitleOrder } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts'
import type { ExamLessonContent, Lesson, ProjectLessonContent } from './chapters'
import { Markdown } from './Markdown'
import { Quiz } from './Quiz'
import { referencesOf } from './references'
import { Sources } from './Sources'
import { Tasks } from './Tasks'
import type { Exam } from './useExam'
import { WorkedQuestions } from './WorkedQuestions'
import classes from './reader.module.css'

export { default as AroundBody } from './AroundBody'

const t = texts.reader

interface Props {
  lesson: Lesson
  exam: Exam
  /** Of its sections' headings. */
  level: TitleOrder
  isBeingWritten: boolean
}

export default function LessonBody({ lesson, exam, level, isBeingWritten }: Props) {
  return (
    <>
      <Objectives items={lesson.content.objectives} level={level} />
      <Markdown source={lesson.content.body} level={level} name={lesson.id} />
      {lesson.kind === 'exam' ? (
        <OfExam content={lesson.content} exam={exam} level={level} />
      ) : (
        <OfProject content={lesson.content} id={lesson.id} level={level} isBeingWritten={isBeingWritten} />
      )}
    </>
  )
}

function OfExam({ content, exam, level }: { content: ExamLessonContent; exam: Exam; level: TitleOrder }) {
  const { key_points, worked_questions, quiz, question_ids } = content
  const questions = question_ids.flatMap(id => exam.questions.get(id) ?? [])
  const references = referencesOf(questions)
  return (
    <>
      {key_points.length > 0 && (
        <Section title={t.lesson.keyPoints} level={level} className={classes.keyPoints}>
          <ul className={classes.list}>
            {key_points.map((point, index) => (
              <li key={index} dir="auto">
                {point}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {worked_questions.length > 0 && (
        <Section
          title={t.question.worked}
          text={exam.isHidden ? t.question.workedHidden : t.question.workedText}
          level={level}
        >
          <WorkedQuestions worked={worked_questions} exam={exam} />
        </Section>
      )}
      {quiz.length > 0 && (
        <Section title={t.quiz.title} text={t.quiz.text} level={level}>
          <Quiz questions={quiz} praise={t.quiz.all} />
        </Section>
      )}
      {references.length > 0 && (
        <Section title={t.course.sourcesOf} level={level}>
          <Sources references={references} />
        </Section>
      )}
    </>
  )
}

interface OfProjectProps {
  content: ProjectLessonContent
  id: string
  level: TitleOrder
  isBeingWritten: boolean
}

function OfProject({ content, id, level, isBeingWritten }: OfProjectProps) {
  const { example, summary, status, tasks } = content
  const deeper = Math.min(level + 1, 6)
  return (
    <>
      {example && (
        <Section title={t.lesson.example} level={level}>
          <Markdown source={example} level={deeper} name={`${id}-example`} />
        </Section>
      )}
      {summary && (
        <Section title={t.lesson.summary} level={level} className={classes.keyPoints}>
          <Markdown source={summary} level={deeper} name={`${id}-summary`} />
        </Section>
      )}
      <Section title={t.tasks.title} level={level}>
        {status === 'pending' ? (
          <p className={classes.pending}>{isBeingWritten ? t.tasks.pending : t.tasks.notWritten}</p>
        ) : (
          <Tasks tasks={tasks} level={Math.min(level + 1, 6) as TitleOrder} />
        )}
      </Section>
    </>
  )
}

function Objectives({ items, level }: { items: readonly string[]; level: TitleOrder }) {
  if (items.length === 0) return null
  return (
    <section className={classes.objectives}>
      <Title order={level} size="sm">
        {t.lesson.objectives}
      </Title>
      <ul className={classes.list}>
        {items.map((item, index) => (
          <li key={index} dir="auto">
            {item}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SectionProps {
  title: string
  text?: string
  level: TitleOrder
  className?: string | undefined
  children: ReactNode
}

function Section({ title, text, level, className, children }: SectionProps) {
  return (
    <section className={`${classes.section ?? ''} ${className ?? ''}`}>
      <Title order={level} size="h3">
        {title}
      </Title>
      {text && <p className={classes.under}>{text}</p>}
      <div className={classes.content}>{children}</div>
    </section>
  )
}
