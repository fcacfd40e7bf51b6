/** Printing: on paper nothing can be opened, so everything is open while the page is being printed. */
import { useSyncExternalStore } from 'react'

let isBeingPrinted = false

export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, isPrinting)
}

function isPrinting(): boolean {
  return isBeingPrinted || window.matchMedia('print').matches
}

function subscribe(listener: () => void): () => void {
  const begin = () => {
    isBeingPrinted = true
    listener()
  }
  const end = () => {
    isBeingPrinted = false
    listener()
  }
  const media = window.matchMedia('print')
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  media.addEventListener('change', listener)
  return () => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
    media.removeEventListener('change', listener)
  }
}
