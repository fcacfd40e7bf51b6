/** QuoteNote: calls, cost and time that a job would take, beside the button that starts it. */
import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { StartJob } from '../api/client'
import { useApi } from '../api/context'
import { quoted } from './quoted'

/** ms after the last change: each of them would be another question. */
const SETTLED_MS = 500

/** `start`: null while it could not be started. */
export function QuoteNote({ start }: { start: StartJob | null }) {
  const api = useApi()
  const now = start && JSON.stringify(start)
  const [asked] = useDebouncedValue(now, SETTLED_MS)
  // Without an answer nothing is said: a start that is refused says why.
  const { data } = useQuery({
    queryKey: ['quote', asked],
    queryFn: ({ signal }) => api.quote(JSON.parse(asked ?? '') as StartJob, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Text size="sm" c="dimmed" role="status" data-quote>
      {start && data ? quoted(data) : ''}
    </Text>
  )
}
