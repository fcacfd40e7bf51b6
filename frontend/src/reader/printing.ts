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
  const change = () => {
    onPaper(isPrinting())
    listener()
  }
  const begin = () => {
    isBeingPrinted = true
    change()
  }
  const end = () => {
    isBeingPrinted = false
    change()
  }
  const media = window.matchMedia('print')
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  media.addEventListener('change', change)
  return () => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
    media.removeEventListener('change', change)
  }
}

let schemeBefore: string | undefined

/** Paper is light: the browser leaves dark backgrounds out, and light letters on white cannot be read. */
function onPaper(isPaper: boolean): void {
  const { dataset } = document.documentElement
  if (isPaper && dataset.mantineColorScheme === 'dark') {
    schemeBefore = dataset.mantineColorScheme
    dataset.mantineColorScheme = 'light'
  } else if (!isPaper && schemeBefore !== undefined) {
    dataset.mantineColorScheme = schemeBefore
    schemeBefore = undefined
  }
}
