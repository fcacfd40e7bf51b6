/** Beginning: what whoever has nothing yet can do: make something, try it with an example, look at a sample. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowRight, IconEye, IconFileText } from '@tabler/icons-react'
import { Link } from 'react-router'
import { texts } from '../texts'
import { EXAMPLE_PATH, samplePath } from './addresses'

const t = texts.reader

export function Beginning({ label }: { label: string }) {
  return (
    <Stack align="center" gap="md">
      <Button component={Link} to="/new" size="md" rightSection={<IconArrowRight size={18} aria-hidden />}>
        {label}
      </Button>
      <Group gap="sm" justify="center">
        <Button
          component={Link}
          to={EXAMPLE_PATH}
          variant="default"
          leftSection={<IconFileText size={18} aria-hidden />}
        >
          {t.sample.tryExample}
        </Button>
        <Button
          component={Link}
          to={samplePath('')}
          variant="default"
          leftSection={<IconEye size={18} aria-hidden />}
        >
          {t.sample.look}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        {t.sample.both}
      </Text>
    </Stack>
  )
}
