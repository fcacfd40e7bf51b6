/** Fine: which findings a person has looked at and found to be none, kept in this browser for each owner. */
import { useLocalStorage } from '@mantine/hooks'
import { useMemo } from 'react'
import { useSession } from '../session/session'
import { keyOf, type Finding } from './findings'

export interface Fine {
  readonly has: (finding: Finding) => boolean
  readonly set: (finding: Finding, isFine: boolean) => void
}

/** Most findings of one artifact, and so most that are kept. */
const MOST = 200

export function useFine(artifactId: string): Fine {
  const { owner } = useSession()
  const [keys, setKeys] = useLocalStorage<readonly string[]>({
    key: `coursemill.fine.${owner}.${artifactId}`,
    defaultValue: NONE,
    getInitialValueInEffect: false,
    deserialize: keysOf,
  })
  return useMemo(
    () => ({
      has: finding => keys.includes(keyOf(finding)),
      set: (finding, isFine) => setKeys(before => withKey(before, keyOf(finding), isFine)),
    }),
    [keys, setKeys],
  )
}

const NONE: readonly string[] = []

/** What stands in a browser's storage may be anything. */
export function keysOf(text: string | undefined): readonly string[] {
  try {
    const raw: unknown = JSON.parse(text ?? '')
    return Array.isArray(raw) ? raw.filter(one => typeof one === 'string') : NONE
  } catch {
    return NONE
  }
}

export function withKey(keys: readonly string[], key: string, isThere: boolean): readonly string[] {
  const others = keys.filter(one => one !== key)
  return isThere ? [...others, key].slice(-MOST) : others
}
