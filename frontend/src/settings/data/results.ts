/** Results of the jobs that export and erase, as far as they are what they should be. */
import type { Archive, Receipt } from '../../api/rights'
import type { Job } from '../../api/types'

export function archiveOf({ status, result }: Pick<Job, 'status' | 'result'>, now: number): Archive | null {
  if (status !== 'completed' || !result) return null
  const { archive_id, pieces, size, expires_at } = result
  if (typeof archive_id !== 'string' || typeof pieces !== 'number' || typeof size !== 'number') return null
  if (typeof expires_at !== 'string' || Date.parse(expires_at) <= now) return null
  return { archive_id, pieces, size, expires_at }
}

export function receiptOf({ status, result }: Pick<Job, 'status' | 'result'>): Receipt | null {
  const receipt: unknown = status === 'completed' ? result?.receipt : undefined
  if (typeof receipt !== 'object' || receipt === null) return null
  const { erased, kept, erased_at } = receipt as Partial<Receipt>
  if (typeof erased !== 'object' || !Array.isArray(kept) || typeof erased_at !== 'string') return null
  return { erased, kept, erased_at }
}

/** "1.2 MB". */
export function sized(bytes: number): string {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${amount < 10 ? amount.toFixed(1) : amount.toFixed(0)} ${unit}`
}

/** After an erasure, once: what is kept in this browser afterwards stays. Whether it was this time. */
export function forgetErased(storages: readonly Storage[], owner: string, erasedAt: string): boolean {
  const key = `coursemill.erased.${owner}`
  try {
    if (storages[0]?.getItem(key) === erasedAt) return false
    for (const storage of storages) forget(storage, owner)
    storages[0]?.setItem(key, erasedAt)
  } catch {
    // A browser may refuse its storage: then there is nothing in it.
  }
  return true
}

/** What this browser keeps of an owner: unsaved changes, how far they have read. */
export function forget(storage: Storage, owner: string): void {
  const keys = Array.from({ length: storage.length }, (_, place) => storage.key(place))
  for (const key of keys) {
    if (key !== null && isOf(key, owner)) storage.removeItem(key)
  }
}

function isOf(key: string, owner: string): boolean {
  const [product, , ...rest] = key.split('.')
  const of = rest.join('.')
  return (
    product === 'coursemill' &&
    (of === owner || of.startsWith(`${owner}.`) || of.startsWith(`${encodeURIComponent(owner)}/`))
  )
}
