/** FigureFilters: what is counted, and by what; it stands in the address. */
import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { OPERATOR, ORG_ADMIN, useHasRole } from '../session/roles'
import { figures as t } from '../texts/figures'
import { addressOf, BYS, faultOf, MOST_DAYS, SCOPES, SPANS, type Asked, type Range } from './asked'

const OWN = 'own'
const BY_CHOICES = BYS.map(value => ({ value, label: t.by[value] }))
const RANGE_CHOICES = [
  ...SPANS.map(span => ({ value: `${span}`, label: t.range.days[span] })),
  { value: OWN, label: t.range.own },
]

export function FigureFilters({ asked }: { asked: Asked }) {
  const navigate = useNavigate()
  const isAdmin = useHasRole(ORG_ADMIN)
  const isOperator = useHasRole(OPERATOR)
  const may = { own: true, org: isAdmin, all: isOperator }
  // What the address asks for can be chosen: the service says whether it is answered.
  const scopes = SCOPES.filter(scope => may[scope] || scope === asked.scope)
  const show = (change: Partial<Asked>) =>
    void navigate({ pathname: '/figures', search: addressOf({ ...asked, ...change }) })
  return (
    <Group gap="sm" align="end" role="search" aria-label={t.filters}>
      <NativeSelect
        size="xs"
        label={t.range.label}
        data={RANGE_CHOICES}
        value={asked.span === null ? OWN : `${asked.span}`}
        onChange={event => show({ span: SPANS.find(one => `${one}` === event.currentTarget.value) ?? null })}
      />
      {asked.span === null && (
        <OwnRange
          key={`${asked.range.from} ${asked.range.to}`}
          range={asked.range}
          show={range => show({ range })}
        />
      )}
      <NativeSelect
        size="xs"
        label={t.by.label}
        data={BY_CHOICES}
        value={asked.by}
        onChange={event => show({ by: BYS.find(one => one === event.currentTarget.value) ?? 'day' })}
      />
      {scopes.length > 1 && (
        <NativeSelect
          size="xs"
          label={t.scope.label}
          data={scopes.map(value => ({ value, label: t.scope[value] }))}
          value={asked.scope}
          onChange={event => show({ scope: SCOPES.find(one => one === event.currentTarget.value) ?? 'own' })}
        />
      )}
    </Group>
  )
}

/** What is typed is asked for as soon as it is a range. */
function OwnRange({ range, show }: { range: Range; show: (range: Range) => void }) {
  const [typed, setTyped] = useState(range)
  const fault = faultOf(typed)
  const change = (range: Range) => {
    setTyped(range)
    if (faultOf(range) === null) show(range)
  }
  const said =
    fault === 'most' ? t.range.most(MOST_DAYS) : fault === 'order' ? t.range.order : fault && t.range.unknown
  return (
    <>
      <TextInput
        size="xs"
        type="date"
        label={t.range.from}
        value={typed.from}
        onChange={event => change({ ...typed, from: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t.range.to}
        value={typed.to}
        error={said}
        onChange={event => change({ ...typed, to: event.currentTarget.value })}
      />
    </>
  )
}
