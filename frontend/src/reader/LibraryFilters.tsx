/** LibraryFilters: what is looked for in the library, as it stands in the address. */
import { Group, NativeSelect } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { Search } from '../components/Search'
import { SPANS } from '../queue/filters'
import { texts } from '../texts'
import { KINDS, STATES, type Wanted } from './library'
import { ARTIFACT_STATUS } from './status'

const t = texts.reader.library
const { time } = texts.queue

const KIND_CHOICES = [
  { value: '', label: t.anyKind },
  ...KINDS.map(value => ({ value, label: t.kinds[value] })),
]
const STATE_CHOICES = [
  { value: '', label: t.anyStatus },
  // What is not finished may be written just now, or wait, or have been cancelled: its job knows.
  ...STATES.map(value => ({
    value,
    label: value === 'generating' ? t.unfinished : ARTIFACT_STATUS[value].label,
  })),
]
const SPAN_CHOICES = [
  { value: '', label: time.any },
  ...SPANS.map(span => ({ value: `${span}`, label: time.spans[span] })),
]

export function LibraryFilters({ wanted }: { wanted: Wanted }) {
  const [, setSearch] = useSearchParams()
  const set = (name: string, value: string, replace = false) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before)
        if (value === '') after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace },
    )
  return (
    <Group gap="xs" role="search" aria-label={t.filters}>
      <Search q={wanted.q} search={q => set('q', q, true)} />
      <NativeSelect
        size="xs"
        aria-label={t.kind}
        data={KIND_CHOICES}
        value={wanted.kind ?? ''}
        onChange={event => set('kind', event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={t.status}
        data={STATE_CHOICES}
        value={wanted.state ?? ''}
        onChange={event => set('status', event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={time.label}
        data={SPAN_CHOICES}
        value={wanted.days === undefined ? '' : `${wanted.days}`}
        onChange={event => set('days', event.currentTarget.value)}
      />
    </Group>
  )
}
