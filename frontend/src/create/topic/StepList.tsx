/** StepList: how far one is in the wizard. */
import { Group, Text, ThemeIcon } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import classes from '../create.module.css'

export function StepList({ labels, current }: { labels: readonly string[]; current: number }) {
  return (
    <Group component="ol" gap="lg" className={classes.plain ?? ''}>
      {labels.map((label, index) => (
        <Group
          component="li"
          key={label}
          gap={8}
          wrap="nowrap"
          aria-current={index === current ? 'step' : undefined}
        >
          <ThemeIcon
            size={24}
            radius="xl"
            variant={index === current ? 'filled' : 'light'}
            color={index > current ? 'gray' : ''}
          >
            {index < current ? <IconCheck size={14} aria-hidden /> : <Text size="xs">{index + 1}</Text>}
          </ThemeIcon>
          <Text size="sm" fw={index === current ? 600 : 400}>
            {label}
          </Text>
        </Group>
      ))}
    </Group>
  )
}
