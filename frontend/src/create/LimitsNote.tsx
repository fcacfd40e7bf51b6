/** LimitsNote: the caller's limits, where one starts something, as far as they are reached or near. */
import { Alert, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/context'
import { LIMITS } from '../jobs/keys'
import { notesOn } from './nearLimits'

export function LimitsNote() {
  const api = useApi()
  // Without an answer nothing is said: a start that is refused says why.
  const { data } = useQuery({ queryKey: LIMITS, queryFn: ({ signal }) => api.limits(signal) })
  const notes = data ? notesOn(data) : []
  if (notes.length === 0) return null
  return (
    <Stack gap="sm" role="status">
      {notes.map(({ title, text, isOver }) => (
        <Alert key={title} color={isOver ? 'orange' : 'yellow'} title={title}>
          {text}
        </Alert>
      ))}
    </Stack>
  )
}
