/** ProjectFields: what a lesson of a project course has besides its body. */
import { Group, NativeSelect, TextInput } from '@mantine/core'
import type { LessonOfProject } from '../api/lessons'
import { editor } from '../texts/editor'
import classes from './editor.module.css'
import { useFault } from './faults'
import { replaced } from './lists'
import { MarkdownField } from './MarkdownField'
import { Section } from './Section'
import { GroupFault, TextField } from './TextField'
import { TextList } from './TextList'

const t = editor.tasks

interface ProjectFieldsProps {
  lesson: LessonOfProject
  change: (change: (lesson: LessonOfProject) => LessonOfProject) => void
}

export function ProjectFields({ lesson, change }: ProjectFieldsProps) {
  return (
    <>
      {(['example', 'summary'] as const).map(name => (
        <Section key={name} title={editor.fields[name]}>
          <MarkdownField
            at={`/${name}`}
            label={editor.fields[name]}
            value={lesson[name]}
            onChange={value => change(before => ({ ...before, [name]: value }))}
          />
        </Section>
      ))}
      {lesson.tasks.length > 0 && (
        <Section title={t.title}>
          <GroupFault at="/tasks" />
          {lesson.tasks.map((task, index) => (
            <TaskFields
              key={task.task_id}
              task={task}
              index={index}
              onChange={task => change(before => ({ ...before, tasks: replaced(before.tasks, index, task) }))}
            />
          ))}
        </Section>
      )}
    </>
  )
}

type Task = LessonOfProject['tasks'][number]

interface TaskFieldsProps {
  task: Task
  index: number
  onChange: (task: Task) => void
}

function TaskFields({ task, index, onChange }: TaskFieldsProps) {
  const at = `/tasks/${index}`
  const number = index + 1
  return (
    <fieldset className={classes.card} data-task={number}>
      <legend className={classes.legend}>{t.number(number)}</legend>
      <TextField
        at={`${at}/title`}
        label={t.name(number)}
        isOneLine
        value={task.title}
        onChange={title => onChange({ ...task, title })}
      />
      <TextField
        at={`${at}/instructions`}
        label={t.instructions(number)}
        value={task.instructions}
        onChange={instructions => onChange({ ...task, instructions })}
      />
      <TextField
        at={`${at}/expected_result`}
        label={t.expected(number)}
        value={task.expected_result}
        onChange={expected_result => onChange({ ...task, expected_result })}
      />
      <div role="group" aria-label={t.hints(number)}>
        <p className={classes.label} aria-hidden>
          {t.hints(number)}
        </p>
        <TextList
          at={`${at}/hints`}
          label={hint => t.hint(number, hint)}
          values={task.hints}
          onChange={hints => onChange({ ...task, hints })}
        />
      </div>
      <Group gap="md" align="start">
        <Minutes
          at={`${at}/minutes`}
          label={t.minutes(number)}
          value={task.minutes}
          onChange={minutes => onChange({ ...task, minutes })}
        />
        <NativeSelect
          label={t.difficulty(number)}
          error={useFault(`${at}/difficulty`)}
          value={String(task.difficulty)}
          onChange={event => onChange({ ...task, difficulty: Number(event.currentTarget.value) })}
          data={t.levels.map((label, place) => ({ value: String(place + 1), label }))}
        />
      </Group>
    </fieldset>
  )
}

interface MinutesProps {
  at: string
  label: string
  value: number
  onChange: (value: number) => void
}

/** Nothing but digits; an empty field is 0, which the service refuses. */
function Minutes({ at, label, value, onChange }: MinutesProps) {
  return (
    <TextInput
      label={label}
      data-at={at}
      inputMode="numeric"
      w={140}
      error={useFault(at)}
      value={value === 0 ? '' : String(value)}
      onChange={event => onChange(Number(event.currentTarget.value.replace(/\D/g, '').slice(0, 6)))}
    />
  )
}
