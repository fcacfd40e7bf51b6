/** Kinds: the three things that something can be made from. */
import { SimpleGrid, Text, ThemeIcon, Title } from '@mantine/core'
import { IconBarbell, IconBulb, IconListCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { texts } from '../texts'
import classes from './create.module.css'
import { Frame } from './Frame'

const KINDS = [
  { path: 'exam', icon: IconListCheck },
  { path: 'topic', icon: IconBulb },
  { path: 'program', icon: IconBarbell },
] as const

export function Kinds() {
  return (
    <Frame title={texts.create.title} lead={texts.create.lead} size="lg">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {KINDS.map(({ path, icon: Icon }) => (
          <Link key={path} to={`/new/${path}`} className={classes.kind}>
            <ThemeIcon size={44} radius="md" variant="light">
              <Icon size={24} aria-hidden />
            </ThemeIcon>
            <Title order={2} size="h3">
              {texts.create.kinds[path].title}
            </Title>
            <Text>{texts.create.kinds[path].text}</Text>
            <Text size="sm" c="dimmed" className={classes.from ?? ''}>
              {texts.create.kinds[path].from}
            </Text>
          </Link>
        ))}
      </SimpleGrid>
    </Frame>
  )
}
