/** AroundBody: introduction, summary, glossary or final exam. Brings the Markdown reader, so loaded late. */
import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { texts } from '../texts'
import { useCoursePath } from './addresses'
import { finalExamOf, type AroundId, type GlossaryTerm } from './around'
import type { Lesson, Readable } from './chapters'
import { Markdown } from './Markdown'
import { Quiz } from './Quiz'
import classes from './reader.module.css'

interface Props {
  course: Readable
  id: AroundId
  lessons: readonly Lesson[]
  /** Of the highest heading in it. */
  level: number
}

export default function AroundBody({ course, id, lessons, level }: Props) {
  switch (id) {
    case 'introduction':
      return <Markdown source={course.introduction ?? ''} level={level} name={id} />
    case 'summary':
      return <Markdown source={course.summary ?? ''} level={level} name={id} />
    case 'glossary':
      return (
        <dl className={classes.glossary}>
          {(course.glossary ?? []).map(term => (
            <Term key={term.term} term={term} course={course} lessons={lessons} />
          ))}
        </dl>
      )
    case 'final-exam':
      return (
        <>
          <p className={classes.under}>{texts.reader.around.finalText}</p>
          <Quiz questions={finalExamOf(course)} praise={texts.reader.around.finalAll} />
        </>
      )
  }
}

interface TermProps {
  term: GlossaryTerm
  course: Readable
  lessons: readonly Lesson[]
}

function Term({ term, course, lessons }: TermProps) {
  const coursePath = useCoursePath()
  const explaining = lessons.filter(lesson => term.lesson_ids.includes(lesson.id))
  return (
    <>
      <dt dir="auto">{term.term}</dt>
      <dd dir="auto">
        {term.meaning}{' '}
        {explaining.map(lesson => (
          <Anchor key={lesson.id} component={Link} to={coursePath(course.course_id, lesson.id)} inherit>
            {texts.reader.around.lesson(lesson.chapter.number, lesson.number)}
          </Anchor>
        ))}
      </dd>
    </>
  )
}
