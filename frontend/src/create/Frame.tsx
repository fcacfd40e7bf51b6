/** Frame: heading, way back and width of every page of the wizard. */
import { Anchor, Container, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Link, NavigationType, useNavigationType } from 'react-router'
import { PageTitle } from '../components/PageTitle'
import { texts } from '../texts'
import classes from './create.module.css'
import { LimitsNote } from './LimitsNote'

interface FrameProps {
  title: string
  lead: string
  /** Where "back" leads; the first page has nothing before it. */
  back?: string
  size?: 'md' | 'lg'
  children: ReactNode
}

export function Frame({ title, lead, back, size = 'md', children }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // How one came to this page, not what happens to its address while one is here.
  const [arrived] = useState(useNavigationType())

  useEffect(() => {
    // Who came by a link within the page goes on at its beginning; a reload leaves that to the browser.
    if (arrived === NavigationType.Pop) return
    window.scrollTo({ top: 0 })
    heading.current?.focus({ preventScroll: true })
  }, [arrived])

  return (
    <Container size={size} px={0} pb={64}>
      <PageTitle of={title} />
      <Stack gap="xl">
        <Stack gap={4}>
          {back !== undefined && (
            <Anchor component={Link} to={back} size="sm" c="dimmed" className={classes.back ?? ''}>
              <Group gap={4} component="span">
                <IconArrowLeft size={16} aria-hidden />
                {texts.create.back}
              </Group>
            </Anchor>
          )}
          <Title order={1} ref={heading} tabIndex={-1} className={classes.heading ?? ''}>
            {title}
          </Title>
          <Text c="dimmed" maw={640}>
            {lead}
          </Text>
        </Stack>
        <LimitsNote />
        {children}
      </Stack>
    </Container>
  )
}
