/** Markdown: the state of the editor of one text. It leaves every character that nobody edits. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** In the colours of the page, in light and in dark. */
const LOOK = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--mantine-color-anchor)' },
  { tag: [tags.processingInstruction, tags.meta], color: 'var(--mantine-color-dimmed)' },
])

/** Line ends of other systems, in what is pasted. */
export function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

const EXTENSIONS: Extension = [
  // Otherwise every "\r" of the text would come back as "\n".
  EditorState.lineSeparator.of('\n'),
  EditorView.clipboardInputFilter.of(withPlainLineEnds),
  history(),
  // Tab is not among them: it leads on to the next field.
  keymap.of([...markdownKeymap, ...defaultKeymap, ...historyKeymap]),
  markdownLanguage,
  syntaxHighlighting(LOOK),
  EditorView.lineWrapping,
]

export function stateOf(text: string, extensions: Extension = []): EditorState {
  return EditorState.create({ doc: text, extensions: [EXTENSIONS, extensions] })
}

export function textOf(state: EditorState): string {
  return state.sliceDoc()
}
