/** The field of a Markdown text, and a key that is pressed while an earlier one is being drawn. */
import { StateEffect } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { act } from '@testing-library/react'
import { useLayoutEffect, useState } from 'react'
import { expect, test } from 'vitest'
import { MarkdownField } from '../../src/editor/MarkdownField'
import { draw } from '../drawn'

function view(): EditorView {
  const found = EditorView.findFromDOM(document.querySelector<HTMLElement>('.cm-editor') ?? document.body)
  if (found === null) throw new Error('no editor')
  return found
}

function insert(at: number, text: string) {
  view().dispatch({ changes: { from: at, insert: text }, selection: { anchor: at + text.length } })
}

/** `drawn` is called with each value once it stands in the document, before effects that may wait. */
function Field({ drawn }: { drawn: (value: string, set: (value: string) => void) => void }) {
  const [value, setValue] = useState('-')
  useLayoutEffect(() => {
    drawn(value, setValue)
  }, [drawn, value])
  return <MarkdownField at="/body" label="Body" value={value} onChange={setValue} />
}

test('a key pressed before the effects of an earlier one keeps the cursor where it is', () => {
  const texts: string[] = []
  draw(
    <Field
      drawn={value => {
        if (value === 'a-') insert(1, 'b')
      }}
    />,
  )
  const heard = EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) texts.push(state.sliceDoc())
  })
  act(() => view().dispatch({ effects: StateEffect.appendConfig.of(heard) }))
  act(() => insert(0, 'a'))
  expect(texts).toEqual(['a-', 'ab-'])
  expect(view().state.selection.main.head).toBe(2)
})

test('what comes from outside is shown', () => {
  let set: (value: string) => void = () => undefined
  draw(<Field drawn={(_, given) => (set = given)} />)
  act(() => set('Loaded'))
  expect(view().state.sliceDoc()).toBe('Loaded')
})
