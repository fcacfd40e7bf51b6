import { useEffect, useState } from 'react'

/** The time (ms since 1970), now and again; stands still in a tab that nobody sees. */
export function useNow(everyMs: number, isOn: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isOn) return
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now())
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isOn])
  return now
}
