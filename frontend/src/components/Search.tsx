/** Search: words that are looked for in titles. */
import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../texts'

const t = texts.common

/** ms after the last letter: each search is an address. */
const TYPED_MS = 300

/** What is typed stands in the address a moment later; an address that came otherwise stands in the field. */
export function Search({ q, search }: { q: string; search: (q: string) => void }) {
  const [typed, setTyped] = useState(q)
  const [known, setKnown] = useState(q)
  // The newest callback: what else was chosen while the letters rested stays chosen.
  const searchSoon = useDebouncedCallback((text: string) => search(text.trim()), TYPED_MS)
  if (q !== known) {
    setKnown(q)
    if (q !== typed.trim()) setTyped(q)
  }
  return (
    <TextInput
      size="xs"
      type="search"
      aria-label={t.search}
      placeholder={t.search}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      maxLength={200}
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        searchSoon(text)
      }}
    />
  )
}
