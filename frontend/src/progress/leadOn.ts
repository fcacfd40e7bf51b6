/** Lead on: whether the page goes to what was made by itself; remembered in this browser for each owner. */
import { useLocalStorage } from '@mantine/hooks'
import { useSession } from '../session/session'

export function useLeadOn(): readonly [boolean, (isOn: boolean) => void] {
  const { owner } = useSession()
  const [isOn, set] = useLocalStorage({
    key: `coursemill.lead-on.${owner}`,
    defaultValue: false,
    getInitialValueInEffect: false,
    deserialize: text => text === 'true',
  })
  return [isOn, set]
}
