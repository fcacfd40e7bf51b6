/** MarkdownField: Markdown as it is written, and beside it as it is read. */
import { Compartment } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import {
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type RefObject,
} from 'react'
import { Markdown } from '../reader/Markdown'
import { editor } from '../texts/editor'
import classes from './editor.module.css'
import { useFault } from './faults'
import { stateOf, textOf } from './markdown'

const t = editor.fields

interface MarkdownFieldProps {
  /** JSON pointer. */
  at: string
  label: string
  value: string
  onChange: (value: string) => void
}

export function MarkdownField({ at, label, value, onChange }: MarkdownFieldProps) {
  const parent = useRef<HTMLDivElement>(null)
  const fault = useFault(at)
  const id = useId()
  const attributes = {
    'aria-labelledby': `${id}-label`,
    spellcheck: 'true',
    // It is focused anyhow; said for tools that look for what a region that scrolls can be scrolled by.
    tabindex: '0',
    dir: 'auto',
    'data-at': at,
    ...(fault !== undefined && { 'aria-invalid': 'true', 'aria-describedby': `${id}-fault` }),
  }
  useEditor(parent, value, onChange, attributes)
  return (
    <div className={classes.beside}>
      <div className={classes.pane}>
        <p className={classes.label} id={`${id}-label`}>
          {t.markdown(label)}
        </p>
        <div ref={parent} className={classes.code} data-invalid={fault !== undefined || undefined} />
        {fault !== undefined && (
          <p className={classes.fault} id={`${id}-fault`}>
            {fault}
          </p>
        )}
      </div>
      <Preview label={t.preview(label)} source={value} name={id} />
    </div>
  )
}

/** Follows as far as there is time; on its own it scrolls by keyboard too. */
function Preview({ label, source, name }: { label: string; source: string; name: string }) {
  const shown = useDeferredValue(source)
  return (
    <div className={classes.pane}>
      <p className={classes.label} aria-hidden>
        {label}
      </p>
      <div className={classes.preview} role="region" aria-label={label} tabIndex={0}>
        <Markdown source={shown} level={3} name={`preview-${name}`} />
      </div>
    </div>
  )
}

function useEditor(
  parent: RefObject<HTMLDivElement | null>,
  value: string,
  onChange: (value: string) => void,
  attributes: Record<string, string>,
): void {
  const view = useRef<EditorView>(undefined)
  const shown = useRef(value)
  const look = useRef(new Compartment())
  const typed = useEffectEvent((text: string) => onChange(text))
  const begin = useEffectEvent(() =>
    stateOf(value, [
      look.current.of(EditorView.contentAttributes.of(attributes)),
      EditorView.updateListener.of(update => {
        if (!update.docChanged) return
        const text = textOf(update.state)
        if (text === shown.current) return // it was put there from outside
        shown.current = text
        typed(text)
      }),
    ]),
  )

  useEffect(() => {
    if (!parent.current) return
    const made = new EditorView({ state: begin(), parent: parent.current })
    view.current = made
    return () => made.destroy()
  }, [parent])

  // Another version is loaded: as a change, so that one can take it back. Before anything more can be typed,
  // which would make an older text of this very `value`.
  useLayoutEffect(() => {
    if (value === shown.current) return
    shown.current = value
    view.current?.dispatch({
      changes: { from: 0, to: view.current.state.doc.length, insert: view.current.state.toText(value) },
    })
  }, [value])

  const text = JSON.stringify(attributes)
  useEffect(() => {
    const attributes = JSON.parse(text) as Record<string, string>
    view.current?.dispatch({
      effects: look.current.reconfigure(EditorView.contentAttributes.of(attributes)),
    })
  }, [text])
}
