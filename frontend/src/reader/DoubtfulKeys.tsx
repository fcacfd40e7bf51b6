/** DoubtfulKeys: for the author of an exam, which of its keys are likely to be wrong. */
import { Anchor, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { ExamCourse } from '../api/types'
import { Snippet } from '../components/Snippet'
import { texts } from '../texts'
import { coursePath } from './addresses'
import { doubtsOf } from './doubts'
import type { Exam } from './useExam'
import classes from './reader.module.css'

const t = texts.reader.doubt

export function DoubtfulKeys({ course, exam }: { course: ExamCourse; exam: Exam }) {
  const doubts = doubtsOf(course)
  if (doubts.length === 0) return null
  return (
    <section className={classes.section} data-doubts>
      <Title order={2} size="h3">
        {t.list}
      </Title>
      <p className={classes.under}>{t.listText}</p>
      <ul className={classes.list}>
        {doubts.map(({ questionId, reason, likely, lesson }) => {
          const question = exam.questions.get(questionId)
          return (
            <li key={questionId}>
              <strong>{questionId}</strong>{' '}
              <Anchor component={Link} to={coursePath(course.course_id, lesson.id)} inherit>
                {t.inLesson(lesson.title)}
              </Anchor>
              {question && <Snippet text={question.text} />}
              <span>
                {question && t.key(question.correct)} {likely.length > 0 && t.likely(likely)}
              </span>
              <Snippet text={reason} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
