/** Workbench: outlines side by side, the chosen one edited, and then approved. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Outline } from '../../api/types'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { useFaultFocus } from '../useFaultFocus'
import { Approved } from './Approved'
import { approved, faultsOf } from './editing'
import { OutlineCards } from './OutlineCards'
import { OutlineEditor } from './OutlineEditor'
import { useChoice, type ChoiceControl } from './useChoice'

const t = texts.create.topic

interface WorkbenchProps {
  jobId: string
  outlines: readonly Outline[]
  isApproved: boolean
}

export function Workbench({ jobId, outlines, isApproved }: WorkbenchProps) {
  const choice = useChoice(jobId, outlines)
  const generated = choice.chosen === null ? undefined : outlines[choice.chosen]
  const { outline } = choice
  // An address with `step=generate` may come from elsewhere: nothing is approved that has faults.
  if (isApproved && outline && generated && faultsOf(outline).size === 0) {
    return <Approved jobId={jobId} outline={approved(outline, generated)} onStarted={choice.forget} />
  }
  return <Choosing jobId={jobId} outlines={outlines} choice={choice} />
}

function Choosing({
  jobId,
  outlines,
  choice,
}: Omit<WorkbenchProps, 'isApproved'> & { choice: ChoiceControl }) {
  const [, setSearch] = useSearchParams()
  const [isChecked, setChecked] = useState(false)
  const editor = useRef<HTMLDivElement>(null)
  const lookAtFault = useFaultFocus(editor)
  const { outline } = choice
  const faults = outline ? faultsOf(outline) : new Map<string, string>()
  function approve() {
    setChecked(true)
    if (faults.size === 0) setSearch({ outlines: jobId, step: 'generate' })
    else lookAtFault()
  }
  return (
    <Stack gap="xl">
      <OutlineCards outlines={outlines} chosen={choice.chosen} choose={choice.choose} />
      {outline && (
        <>
          <div ref={editor}>
            <OutlineEditor key={choice.chosen} outline={outline} choice={choice} faults={faults} />
          </div>
          <Group justify="end" gap="md" className={classes.bar ?? ''}>
            {isChecked && faults.size > 0 && (
              <Text size="sm" fw={600} role="status">
                {t.faults(faults.size)}
              </Text>
            )}
            <Button size="md" onClick={approve}>
              {t.approve}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}
