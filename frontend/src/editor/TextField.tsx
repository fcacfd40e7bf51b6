/** TextField: a text of the lesson that is no Markdown document. */
import { Text, Textarea, TextInput } from '@mantine/core'
import { useFault } from './faults'

interface TextFieldProps {
  /** JSON pointer. */
  at: string
  label: string
  value: string
  onChange: (value: string) => void
  /** In the words of a list around it, the label is for those who do not see where it stands. */
  isLabelHidden?: boolean
  isOneLine?: boolean
}

export function TextField({ at, label, value, onChange, isLabelHidden, isOneLine }: TextFieldProps) {
  const error = useFault(at)
  const shared = {
    'data-at': at,
    value,
    error,
    dir: 'auto',
    ...(isLabelHidden ? { 'aria-label': label } : { label }),
  }
  return isOneLine ? (
    <TextInput {...shared} onChange={event => onChange(event.currentTarget.value)} />
  ) : (
    <Textarea {...shared} onChange={event => onChange(event.currentTarget.value)} autosize minRows={1} />
  )
}

/** What is wrong with several fields together. */
export function GroupFault({ at }: { at: string }) {
  const fault = useFault(at)
  if (fault === undefined) return null
  return (
    <Text size="sm" c="var(--mantine-color-error)" tabIndex={-1} data-group-fault={at}>
      {fault}
    </Text>
  )
}
