/** Focus goes to the first fault, once the faults are drawn. */
import { useCallback, useEffect, useState, type RefObject } from 'react'

/** `look()` moves the focus to the first field in `root` that is marked as wrong; what hides it is opened. */
export function useFaultFocus(root: RefObject<HTMLElement | null>): () => void {
  const [looks, setLooks] = useState(0)

  useEffect(() => {
    if (looks === 0) return
    const field = root.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault] input')
    const hiding = field?.closest('details')
    if (hiding) hiding.open = true
    field?.focus()
  }, [looks, root])

  return useCallback(() => setLooks(before => before + 1), [])
}
