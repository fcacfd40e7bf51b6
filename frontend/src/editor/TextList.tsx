/** TextList: texts one below the other, to change, add and remove. */
import { ActionIcon, Button, Group } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { editor } from '../texts/editor'
import classes from './editor.module.css'
import { focusField } from './focus'
import { replaced, without } from './lists'
import { GroupFault, TextField } from './TextField'

const t = editor.list

interface TextListProps {
  /** JSON pointer of the list. */
  at: string
  /** Of one of them. */
  label: (number: number) => string
  values: readonly string[]
  onChange: (values: string[]) => void
}

export function TextList({ at, label, values, onChange }: TextListProps) {
  const list = useRef<HTMLDivElement>(null)
  return (
    <div ref={list} className={classes.list}>
      <GroupFault at={at} />
      {values.map((value, index) => (
        <Group key={index} gap="xs" align="start" wrap="nowrap" className={classes.entry ?? ''}>
          <TextField
            at={`${at}/${index}`}
            label={label(index + 1)}
            isLabelHidden
            value={value}
            onChange={value => onChange(replaced(values, index, value))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t.removeNamed(label(index + 1))}
            onClick={() => {
              onChange(without(values, index))
              // The button that was pressed is gone: go on with the entry that took its place.
              focusField(list.current, Math.min(index, values.length - 2))
            }}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => {
          onChange([...values, ''])
          focusField(list.current, values.length)
        }}
      >
        {t.add(label(values.length + 1))}
      </Button>
    </div>
  )
}
