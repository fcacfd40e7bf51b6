/** PageTitle: what the tab is called: the view, and before it how far a job is, which one sees from other tabs. */
import { useSyncExternalStore } from 'react'
import { texts } from '../texts'

let prefix = ''
const listeners = new Set<() => void>()

/** '' for none. */
export function setTitlePrefix(text: string): void {
  if (text === prefix) return
  prefix = text
  for (const listener of [...listeners]) listener()
}

/** `of`: the view's own name; null is the page as such. */
export function PageTitle({ of }: { of: string | null }) {
  const before = useSyncExternalStore(subscribe, () => prefix)
  const parts = [before, of, texts.common.product]
  return <title>{parts.filter(Boolean).join(' · ')}</title>
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
