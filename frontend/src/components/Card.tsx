/** Card: a part of a view, with its title and a frame around it. */
import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Card.module.css'

interface CardProps {
  readonly title: string
  readonly text?: string
  /** Of its heading, below those of what it stands in. */
  readonly order?: 2 | 3
  readonly children: ReactNode
}

export function Card({ title, text, order = 2, children }: CardProps) {
  return (
    <Stack component="section" gap="sm" className={classes.card ?? ''} aria-label={title}>
      <Title order={order} size="h4">
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
