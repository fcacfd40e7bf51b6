/** OutlineCards: the outlines beside each other, as they were generated. */
import { Radio, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Outline } from '../../api/types'
import { texts } from '../../texts'
import classes from '../create.module.css'

const t = texts.create.topic

interface OutlineCardsProps {
  outlines: readonly Outline[]
  chosen: number | null
  choose: (index: number) => void
}

export function OutlineCards({ outlines, chosen, choose }: OutlineCardsProps) {
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h3" id="choose-outline">
          {t.choose}
        </Title>
        <Text c="dimmed">{t.chooseText}</Text>
      </div>
      <Radio.Group
        value={chosen === null ? null : String(chosen)}
        onChange={value => choose(Number(value))}
        aria-labelledby="choose-outline"
      >
        <SimpleGrid cols={{ base: 1, sm: Math.min(outlines.length, 2), md: outlines.length }} spacing="lg">
          {outlines.map((outline, index) => (
            <Card key={index} outline={outline} index={index} isChosen={index === chosen} choose={choose} />
          ))}
        </SimpleGrid>
      </Radio.Group>
    </Stack>
  )
}

interface CardProps {
  outline: Outline
  index: number
  isChosen: boolean
  choose: (index: number) => void
}

function Card({ outline, index, isChosen, choose }: CardProps) {
  return (
    // The radio is what one operates; that the whole card takes a click is an extra for pointers.
    <Stack
      component="article"
      gap="sm"
      className={`${classes.card ?? ''} ${classes.outline ?? ''}`}
      data-checked={isChosen || undefined}
      onClick={() => choose(index)}
    >
      <Radio
        value={String(index)}
        label={outline.title}
        description={t.outline(index + 1)}
        classNames={{ label: classes.outlineTitle ?? '' }}
      />
      {outline.angle && (
        <Text size="sm" fw={500}>
          {outline.angle}
        </Text>
      )}
      {outline.description && (
        <Text size="sm" c="dimmed">
          {outline.description}
        </Text>
      )}
      <ol className={classes.numbered}>
        {outline.projects.map((project, at) => (
          <li key={at}>
            <Text size="sm">{project.title}</Text>
          </li>
        ))}
      </ol>
    </Stack>
  )
}
