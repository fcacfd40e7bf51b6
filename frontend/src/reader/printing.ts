/** Printing: on paper nothing can be opened, so everything is open while the page is being printed. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let isBeingPrinted = false
const listeners = new Set<() => void>()

export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, isPrinting)
}

function isPrinting(): boolean {
  return isBeingPrinted || window.matchMedia('print').matches
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) listen()
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) stopListening()
  }
}

function listen(): void {
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  window.matchMedia('print').addEventListener('change', change)
}

function stopListening(): void {
  window.removeEventListener('beforeprint', begin)
  window.removeEventListener('afterprint', end)
  window.matchMedia('print').removeEventListener('change', change)
}

function begin(): void {
  isBeingPrinted = true
  change()
}

function end(): void {
  isBeingPrinted = false
  change()
}

/** Drawn at once: the browser copies the page to paper when the listeners of `beforeprint` have returned. */
function change(): void {
  onPaper(isPrinting())
  flushSync(() => {
    for (const listener of [...listeners]) listener()
  })
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
