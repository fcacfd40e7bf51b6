/** OutlineEditor: titles, projects and their order. */
import { Button, Group, Stack, Text, Textarea, TextInput, Title, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { OUTLINE } from '../limits'
import type { EditedOutline, EditedProject, Faults } from './editing'
import { ProjectFields } from './ProjectFields'
import type { ChoiceControl } from './useChoice'

const t = texts.create.topic

interface OutlineEditorProps {
  outline: EditedOutline
  choice: ChoiceControl
  faults: Faults
}

export function OutlineEditor({ outline, choice, faults }: OutlineEditorProps) {
  const { apply } = choice
  return (
    <Stack gap="lg" className={classes.card ?? ''}>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t.chosen}
        </Title>
        {choice.isEdited && (
          <Button variant="subtle" size="xs" onClick={choice.reset}>
            {t.reset}
          </Button>
        )}
      </Group>
      {choice.isEdited && (
        <Text size="sm" c="dimmed">
          {t.edited}
        </Text>
      )}
      <TextInput
        label={t.name}
        value={outline.title}
        onChange={event => apply({ type: 'outline', change: { title: event.currentTarget.value } })}
        maxLength={OUTLINE.title}
        error={faults.get('title')}
        size="md"
        required
      />
      <Textarea
        label={t.description}
        value={outline.description}
        onChange={event => apply({ type: 'outline', change: { description: event.currentTarget.value } })}
        maxLength={OUTLINE.description}
        error={faults.get('description')}
        autosize
        maxRows={8}
      />
      <Textarea
        label={t.facts}
        description={t.factsText}
        value={outline.facts}
        onChange={event => apply({ type: 'outline', change: { facts: event.currentTarget.value } })}
        error={faults.get('facts')}
        autosize
        maxRows={10}
      />
      <Projects outline={outline} choice={choice} faults={faults} />
    </Stack>
  )
}

function Projects({ outline: { projects }, choice: { apply }, faults }: OutlineEditorProps) {
  const [news, setNews] = useState('')
  const list = useRef<HTMLOListElement>(null)

  function move({ key, title }: EditedProject, index: number, by: -1 | 1) {
    apply({ type: 'move', key, by })
    setNews(t.moved(title, index + by + 1, projects.length))
  }
  function remove({ key, title }: EditedProject, index: number) {
    apply({ type: 'remove', key })
    setNews(t.removed(title))
    // The button that was pressed is gone: go on with the project that took its place.
    focusTitle(list.current, Math.min(index, projects.length - 2))
  }
  function add() {
    apply({ type: 'add' })
    setNews(t.added(projects.length + 1))
    focusTitle(list.current, projects.length)
  }
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={3} size="h4">
          {t.projectsHeading}
        </Title>
        <Text size="sm" c="dimmed">
          {t.projectsCount(projects.length, OUTLINE.projects.most)}
        </Text>
      </Group>
      <ol ref={list} className={classes.stack}>
        {projects.map((project, index) => (
          <ProjectFields
            key={project.key}
            project={project}
            index={index}
            count={projects.length}
            faults={faults}
            change={change => apply({ type: 'project', key: project.key, change })}
            move={by => move(project, index, by)}
            remove={() => remove(project, index)}
          />
        ))}
      </ol>
      <VisuallyHidden role="status">{news}</VisuallyHidden>
      {projects.length < OUTLINE.projects.most && (
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t.add}
        </Button>
      )}
    </Stack>
  )
}

function focusTitle(list: HTMLElement | null, index: number): void {
  requestAnimationFrame(() => list?.children[index]?.querySelector<HTMLElement>('input')?.focus())
}
