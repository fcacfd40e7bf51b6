/** ProjectFields: one project of the outline that is edited. */
import { ActionIcon, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { OUTLINE } from '../limits'
import type { EditedProject, Faults } from './editing'

const t = texts.create.topic

interface ProjectFieldsProps {
  project: EditedProject
  index: number
  count: number
  faults: Faults
  change: (change: Partial<Omit<EditedProject, 'key'>>) => void
  move: (by: -1 | 1) => void
  remove: () => void
}

export function ProjectFields(props: ProjectFieldsProps) {
  const { project, index, faults, change } = props
  return (
    <li className={classes.project}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600}>
            {t.project(index + 1)}
          </Text>
          <Actions {...props} />
        </Group>
        <TextInput
          label={t.projectTitle}
          value={project.title}
          onChange={event => change({ title: event.currentTarget.value })}
          maxLength={OUTLINE.title}
          error={faults.get(`${project.key}.title`)}
          required
        />
        <details>
          <summary className={classes.summary}>{t.details_}</summary>
          <Stack gap="sm" pt="sm">
            <Textarea
              label={t.projectDescription}
              value={project.description}
              onChange={event => change({ description: event.currentTarget.value })}
              maxLength={OUTLINE.description}
              error={faults.get(`${project.key}.description`)}
              autosize
              maxRows={8}
            />
            <Textarea
              label={t.objectives}
              description={t.objectivesText}
              value={project.objectives}
              onChange={event => change({ objectives: event.currentTarget.value })}
              error={faults.get(`${project.key}.objectives`)}
              autosize
              maxRows={10}
            />
          </Stack>
        </details>
      </Stack>
    </li>
  )
}

/** What cannot be done now stays where it is and can be focused: it may be the button just pressed. */
function Actions({ index, count, move, remove }: ProjectFieldsProps) {
  const actions = [
    { label: t.up(index + 1), icon: IconArrowUp, can: index > 0, act: () => move(-1) },
    { label: t.down(index + 1), icon: IconArrowDown, can: index < count - 1, act: () => move(1) },
    { label: t.remove(index + 1), icon: IconTrash, can: count > OUTLINE.projects.least, act: remove },
  ]
  return (
    <Group gap={4} wrap="nowrap">
      {actions.map(({ label, icon: Icon, can, act }) => (
        <ActionIcon
          key={label.replace(/\d+/, '')}
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size="lg"
          aria-label={label}
          aria-disabled={!can}
          className={classes.action ?? ''}
          onClick={() => can && act()}
        >
          <Icon size={18} aria-hidden />
        </ActionIcon>
      ))}
    </Group>
  )
}
