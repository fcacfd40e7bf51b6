/** Course by an exam as Markdown: one file that reads well anywhere, as `local/cli/course_markdown.py` writes it. */
import type { ExamCourse, Question } from '../../api/types'
import { anchor, body, bullets, lines, text } from './escape'

type Topic = ExamCourse['topics'][number]
type Lesson = Topic['lessons'][number]
type Options = readonly { readonly option_id: string; readonly text: string }[]

/** `questions`: of the exam, as far as it is still there. The course itself names them by their ids. */
export function examCourseMarkdown(course: ExamCourse, questions: readonly Question[]): string {
  const byId = new Map(questions.map(question => [question.question_id, question]))
  const parts = [
    ...head(course),
    ...contents(course),
    ...course.topics.flatMap((topic, index) => topicParts(topic, index + 1, byId)),
    ...solutions(course),
    ...colophon(course),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function head({ title, description, coverage, made_by }: ExamCourse): string[] {
  const covered = `${coverage.questions_covered} of ${coverage.questions_total} questions covered`
  return [`# ${text(title)}`, lines(description), `*${covered} · made by ${text(made_by ?? 'nobody yet')}*`]
}

function contents({ topics }: ExamCourse): string[] {
  const entries = topics.flatMap((topic, at) => [
    `- [${at + 1}. ${text(topic.title)}](#topic-${at + 1})`,
    ...topic.lessons.map(
      (lesson, part) => `  - [${at + 1}.${part + 1} ${text(lesson.title)}](#lesson-${at + 1}-${part + 1})`,
    ),
  ])
  const ends = ['- [Solutions](#solutions)', '- [About this course](#about)']
  return ['## Contents', [...entries, ...ends].join('\n')]
}

function topicParts(topic: Topic, number: number, questions: ReadonlyMap<string, Question>): string[] {
  return [
    `${anchor(`topic-${number}`)}\n\n## ${number}. ${text(topic.title)}`,
    lines(topic.description),
    topic.lessons.length ? '' : `*This topic is not generated: ${text(topic.status)}.*`,
    ...topic.lessons.flatMap((lesson, at) => lessonParts(lesson, `${number}.${at + 1}`, questions)),
  ]
}

function lessonParts(lesson: Lesson, number: string, questions: ReadonlyMap<string, Question>): string[] {
  const place = number.replace('.', '-')
  const { objectives, key_points, worked_questions, quiz } = lesson
  return [
    `${anchor(`lesson-${place}`)}\n\n### ${number} ${text(lesson.title)}`,
    ...(objectives.length ? ['**You will be able to**', bullets(objectives)] : []),
    body(lesson.body, 3),
    ...(key_points.length ? ['#### Key points', bullets(key_points)] : []),
    worked_questions.length ? '#### Worked questions' : '',
    ...worked_questions.flatMap(worked => workedParts(worked, questions.get(worked.question_id))),
    quiz.length ? '#### Quiz' : '',
    ...quiz.flatMap((question, at) => [
      `${anchor(`quiz-${place}-${at + 1}`)}**${at + 1}.** ${lines(question.question)}`,
      options(question.options),
    ]),
    quiz.length ? `[Solutions](#solutions-${place})` : '',
  ]
}

function workedParts(worked: Lesson['worked_questions'][number], question?: Question): string[] {
  const { why_wrong } = worked
  const references = question?.references ?? []
  return [
    `**${text(worked.question_id)}** ${lines(question?.text ?? '')}`.trimEnd(),
    options(question?.options ?? [], question?.correct),
    `**Why right:** ${lines(worked.why_right)}`,
    ...(why_wrong.length
      ? [
          '**Why the others are wrong:**',
          why_wrong.map(wrong => `- ${text(wrong.option_id)}: ${text(wrong.reason)}`).join('\n'),
        ]
      : []),
    references.length ? `*See ${references.map(text).join('; ')}*` : '',
  ]
}

function solutions({ topics }: ExamCourse): string[] {
  const parts = [`${anchor('solutions')}\n\n## Solutions`]
  topics.forEach((topic, at) =>
    topic.lessons.forEach((lesson, part) => {
      if (!lesson.quiz.length) return
      const place = `${at + 1}-${part + 1}`
      parts.push(
        `${anchor(`solutions-${place}`)}**${at + 1}.${part + 1} ${text(lesson.title)}**`,
        lesson.quiz.map((question, index) => solution(question, place, index + 1)).join('\n'),
      )
    }),
  )
  return parts
}

function solution(question: Lesson['quiz'][number], place: string, index: number): string {
  const right = text(question.correct.join(', '))
  return `- [${index}.](#quiz-${place}-${index}) **${right}**: ${text(question.explanation)}`
}

function colophon(course: ExamCourse): string[] {
  const { coverage } = course
  const facts = [
    `Made by: ${text(course.made_by ?? 'nobody yet')}`,
    `Coverage: ${coverage.questions_covered} of ${coverage.questions_total} questions`,
    `Not covered: ${text(coverage.missing.join(', ')) || 'none'}`,
    `Language: ${text(course.language || 'en')}`,
    `Status: ${text(course.status)}`,
    `Created: ${text(course.created_at)}`,
    `Course: ${text(course.course_id)}`,
  ]
  if (course.made_by === 'offline') {
    facts.push("Offline: no language model was asked, the text is taken from the exam's own explanations.")
  }
  const list = facts.map(fact => `- ${fact}`).join('\n')
  return [`${anchor('about')}\n\n## About this course`, list]
}

/** One line an option; with `marked` given, the right ones carry a tick. */
function options(all: Options, marked: readonly string[] = []): string {
  return all
    .map(({ option_id, text: said }) => {
      const tick = marked.includes(option_id) ? ' ✓' : ''
      return `- **${text(option_id)}** ${text(said)}${tick}`
    })
    .join('\n')
}
