import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './editor.module.css'

/** A part of the form under a heading of its own. */
export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" className={classes.section ?? ''}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {text !== undefined && (
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      )}
      {children}
    </Stack>
  )
}
