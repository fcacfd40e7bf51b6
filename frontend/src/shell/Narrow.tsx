import { Container } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page of its own, before there is a shell around it. */
export function Narrow({ children }: { children: ReactNode }) {
  return (
    <Container component="main" size={480} py={80}>
      {children}
    </Container>
  )
}
