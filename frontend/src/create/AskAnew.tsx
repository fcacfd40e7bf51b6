import { Switch } from '@mantine/core'
import { texts } from '../texts'

const t = texts.create.anew

/** Whether calls are made anew that were made and answered before (`options.fresh`). */
export function AskAnew({ isOn, set }: { isOn: boolean; set: (isOn: boolean) => void }) {
  return (
    <Switch
      label={t.label}
      description={t.text}
      checked={isOn}
      onChange={event => set(event.currentTarget.checked)}
    />
  )
}
