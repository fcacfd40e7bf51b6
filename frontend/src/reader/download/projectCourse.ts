/** Course by projects as Markdown, as `local/cli/project_markdown.py` writes it. */
import type { ProjectCourse } from '../../api/types'
import { anchor, body, bullets, lines, text } from './escape'

type Project = ProjectCourse['projects'][number]
type Lesson = Project['lessons'][number]
type Task = Lesson['tasks'][number]

export function projectCourseMarkdown(course: ProjectCourse): string {
  const parts = [
    `# ${text(course.title)}`,
    lines(course.description),
    ...contents(course),
    ...course.projects.flatMap((project, at) => projectParts(project, at + 1)),
    ...colophon(course),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function contents({ projects }: ProjectCourse): string[] {
  const entries = projects.flatMap((project, at) => [
    `- [${at + 1}. ${text(project.title)}](#project-${at + 1})`,
    ...project.lessons.map(
      (lesson, part) => `  - [${at + 1}.${part + 1} ${text(lesson.title)}](#lesson-${at + 1}-${part + 1})`,
    ),
  ])
  return ['## Contents', [...entries, '- [About this course](#about)'].join('\n')]
}

function projectParts(project: Project, number: number): string[] {
  const { objectives, lessons } = project
  return [
    `${anchor(`project-${number}`)}\n\n## ${number}. ${text(project.title)}`,
    lines(project.description),
    ...(objectives.length ? ['**You will be able to**', bullets(objectives)] : []),
    lessons.length ? '' : `*This project is not generated: ${text(project.status)}.*`,
    ...lessons.flatMap((lesson, at) => lessonParts(lesson, number, at + 1)),
  ]
}

function lessonParts(lesson: Lesson, number: number, part: number): string[] {
  return [
    `${anchor(`lesson-${number}-${part}`)}\n\n### ${number}.${part} ${text(lesson.title)}`,
    bullets(lesson.objectives),
    body(lesson.body, 3),
    ...(lesson.example ? ['#### Example', body(lesson.example, 4)] : []),
    ...(lesson.summary ? ['#### Summary', body(lesson.summary, 4)] : []),
    lesson.tasks.length ? '#### Tasks' : '',
    ...lesson.tasks.flatMap((task, at) => taskParts(task, at + 1)),
  ]
}

function taskParts(task: Task, index: number): string[] {
  return [
    `**${index}. ${text(task.title)}** (${task.minutes} min, difficulty ${task.difficulty} of 5)`,
    body(task.instructions, 4),
    `**Expected result:** ${lines(task.expected_result)}`,
    ...(task.hints.length ? ['**Hints**', bullets(task.hints)] : []),
  ]
}

function colophon(course: ProjectCourse): string[] {
  const lessons = course.projects.flatMap(project => project.lessons)
  const tasks = lessons.reduce((sum, lesson) => sum + lesson.tasks.length, 0)
  const facts = [
    `Made by: ${text(course.made_by ?? 'nobody yet')}`,
    [
      counted(course.projects.length, 'project'),
      counted(lessons.length, 'lesson'),
      counted(tasks, 'task'),
    ].join(', '),
    `Language: ${text(course.language || 'en')}`,
    `Audience: ${text(course.audience ?? 'everybody')}`,
    `Status: ${text(course.status)}`,
    `Created: ${text(course.created_at)}`,
    `Course: ${text(course.course_id)}`,
  ]
  if (course.made_by === 'offline') {
    facts.push('Offline: no language model was asked, the texts are templates over the topic.')
  }
  const list = facts.map(fact => `- ${fact}`).join('\n')
  return [`${anchor('about')}\n\n## About this course`, list]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
