/** PauseForm: what is to be paused, and why. */
import { Box, Button, Group, NativeSelect, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useState, type SyntheticEvent } from 'react'
import { PIPELINES } from '../api/pipelines'
import type { Target } from '../api/operations'
import { Card } from '../components/Card'
import { Failure } from '../components/states'
import { tellDone } from '../components/telling'
import { operations } from '../texts/operations'
import { named } from './amounts'
import { usePause } from './useOperations'

const t = operations.pause

/** As the contract has them. */
const MOST = { owner: 255, reason: 200 }

const CHOICES = Object.entries(PIPELINES).map(([value, { label }]) => ({ value, label }))
const SCOPES = (['all', 'pipeline', 'owner'] as const).map(value => ({ value, label: t.scopes[value] }))

interface Props {
  target: Target
  setTarget: (target: Target) => void
}

export function PauseForm({ target, setTarget }: Props) {
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const pause = usePause()
  const lacksOwner = target.scope === 'owner' && !target.value?.trim()
  const lacksReason = reason.trim() === ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setChecked(true)
    if (lacksOwner || lacksReason) return
    pause.mutate(
      { target, reason: reason.trim() },
      {
        onSuccess: () => {
          tellDone(t.done(named(target)), { color: 'orange' })
          setReason('')
          setChecked(false)
        },
      },
    )
  }
  return (
    <Card title={t.title}>
      <Text size="sm" c="dimmed">
        {t.text}
      </Text>
      <form onSubmit={submit} noValidate>
        <Group align="start" gap="md">
          <Scope target={target} setTarget={setTarget} isWrong={isChecked && lacksOwner} />
          <TextInput
            label={t.reason}
            description={t.reasonText}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
            maxLength={MOST.reason}
            error={isChecked && lacksReason && t.needed}
            required
            data-reason
            flex="1 1 280px"
          />
        </Group>
        {pause.isError && <Failure error={pause.error} />}
        <Group justify="end" mt="md">
          <Button type="submit" color="red" loading={pause.isPending}>
            {t.submit}
          </Button>
        </Group>
      </form>
    </Card>
  )
}

function Scope({ target, setTarget, isWrong }: Props & { isWrong: boolean }) {
  const choose = (scope: Target['scope']) =>
    setTarget({ scope, value: scope === 'pipeline' ? (CHOICES[0]?.value ?? null) : null })
  return (
    <>
      <Box w="100%">
        <SegmentedControl aria-label={t.scope} value={target.scope} onChange={choose} data={SCOPES} />
      </Box>
      {target.scope === 'pipeline' && (
        <NativeSelect
          label={t.pipeline}
          description={'\u00a0'}
          value={target.value ?? ''}
          onChange={event => setTarget({ scope: 'pipeline', value: event.currentTarget.value })}
          data={CHOICES}
        />
      )}
      {target.scope === 'owner' && (
        <TextInput
          label={t.owner}
          description={t.ownerText}
          value={target.value ?? ''}
          onChange={event => setTarget({ scope: 'owner', value: event.currentTarget.value })}
          maxLength={MOST.owner}
          error={isWrong && t.needed}
          required
        />
      )}
    </>
  )
}
