/** Filters of the queue: links and fields that stand in the address, to be bookmarked and left by going back. */
import { Button, Group, NativeSelect } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import { PIPELINES } from '../api/pipelines'
import { Search } from '../components/Search'
import { texts } from '../texts'
import { addressOf, FILTERS, PIPELINE_NAMES, SPANS, type Shown } from './filters'

const t = texts.queue

const PIPELINE_CHOICES = [
  { value: '', label: t.anyPipeline },
  ...PIPELINE_NAMES.map(value => ({ value, label: PIPELINES[value].label })),
]
const SCOPE_CHOICES = [
  { value: '', label: t.scope.own },
  { value: 'org', label: t.scope.org },
]
const SPAN_CHOICES = [
  { value: '', label: t.time.any },
  ...SPANS.map(span => ({ value: `${span}`, label: t.time.spans[span] })),
]

interface FiltersProps {
  shown: Shown
  /** Whether the jobs of an organization may be chosen. */
  isAdmin?: boolean
}

export function Filters({ shown, isAdmin = false }: FiltersProps) {
  const navigate = useNavigate()
  const first = { ...shown, cursor: undefined }
  const show = (change: Partial<Shown>, replace = false) =>
    void navigate({ pathname: '/queue', search: addressOf({ ...first, ...change }) }, { replace })
  return (
    <Group justify="space-between" gap="xs">
      <Group component="nav" aria-label={t.filters.label} gap={4}>
        {FILTERS.map(filter => (
          <Button
            key={filter}
            component={Link}
            to={{ pathname: '/queue', search: addressOf({ ...first, filter }) }}
            size="xs"
            px={8}
            variant={filter === shown.filter ? 'light' : 'subtle'}
            color={filter === shown.filter ? '' : 'gray'}
            aria-current={filter === shown.filter ? 'page' : undefined}
          >
            {t.filters[filter]}
          </Button>
        ))}
      </Group>
      <Group gap="xs" role="search">
        {(isAdmin || shown.scope === 'org') && (
          <NativeSelect
            size="xs"
            aria-label={t.scope.label}
            data={SCOPE_CHOICES}
            value={shown.scope ?? ''}
            onChange={event => show({ scope: event.currentTarget.value === 'org' ? 'org' : undefined })}
          />
        )}
        <Search q={shown.q ?? ''} search={q => show({ q: q === '' ? undefined : q }, true)} />
        <NativeSelect
          size="xs"
          aria-label={t.pipeline}
          data={PIPELINE_CHOICES}
          value={shown.pipeline ?? ''}
          onChange={event =>
            show({ pipeline: PIPELINE_NAMES.find(one => one === event.currentTarget.value) })
          }
        />
        <NativeSelect
          size="xs"
          aria-label={t.time.label}
          data={SPAN_CHOICES}
          value={shown.days === undefined ? '' : `${shown.days}`}
          onChange={event => show({ days: SPANS.find(span => `${span}` === event.currentTarget.value) })}
        />
      </Group>
    </Group>
  )
}
