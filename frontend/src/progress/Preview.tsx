/** Preview: the newest lines of the text that is being written. */
import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { texts } from '../texts'
import { plain } from './preview'
import classes from './Progress.module.css'

/** Characters of the text's end that are drawn: they fill the window on the widest screen. */
const SHOWN_CHARS = 1_600
/** ms in which most of what has arrived appears: the time between two previews, so that the text never stops. */
const SPELL_MS = 1_800

/** Needs the item as its `key`: another item's text begins anew. */
export function Preview({ label, text }: { label: string; text: string }) {
  const isCalm = useReducedMotion()
  const whole = plain(text)
  const length = useSpelled(whole.length, isCalm)
  return (
    <figure className={classes.preview}>
      <figcaption className={classes.previewTitle}>{texts.progress.writing(label)}</figcaption>
      <div className={classes.previewText}>
        <p>{whole.slice(0, length).slice(-SHOWN_CHARS)}</p>
      </div>
    </figure>
  )
}

/** How much of a growing text of `length` is shown: it grows evenly, not in the lumps in which it comes. */
function useSpelled(length: number, isCalm: boolean): number {
  const [shown, setShown] = useState(length)
  const exact = useRef(length)
  useEffect(() => {
    let frame = 0
    let last = performance.now()
    const draw = (time: number) => {
      const missing = length - exact.current
      // Shorter than before: it is another text. Much longer: it was not watched for a while.
      const isSpelled = !isCalm && missing > 0 && missing < SHOWN_CHARS
      exact.current = isSpelled
        ? Math.min(length, exact.current + (missing * Math.max(0, time - last)) / SPELL_MS + 0.3)
        : length
      last = time
      setShown(Math.floor(exact.current))
      if (exact.current < length) frame = requestAnimationFrame(draw)
    }
    frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [length, isCalm])
  return Math.min(shown, length)
}
