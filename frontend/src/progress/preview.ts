/** Preview: text that is being written, out of the ends of it that the feed shows. */

/** Most characters of a preview that are kept: nobody reads further back, and more would be slow to draw. */
const KEPT_CHARS = 6_000
/** Characters by which two pieces must overlap to be joined: so many do not occur twice in a text by chance. */
const OVERLAP_CHARS = 48

/** `end` is the newest end of a growing text, `before` what was known of it. */
export function joined(before: string, end: string): string {
  if (end.startsWith(before)) return end
  const head = end.slice(0, OVERLAP_CHARS)
  const place = head.length === OVERLAP_CHARS ? before.lastIndexOf(head) : -1
  // Without an overlap it is another text: a second try, or what was written meanwhile was not seen.
  return (place < 0 ? end : before.slice(0, place) + end).slice(-KEPT_CHARS)
}

/*
 * Marks that are open at most so many characters: a text of nothing but openings would be searched to its end
 * from each of them.
 */
/** Markdown as somebody reads it who does not know Markdown. Half-written marks at the end stay. */
export function plain(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(?:```|~~~).*$\n?/gm, '')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]{0,3}>[ \t]?/gm, '')
    .replace(/^([ \t]*)[*+-][ \t]+/gm, '$1• ')
    .replace(/(\*\*|__)(?=\S)([^\n]{0,500}?\S)\1/g, '$2')
    .replace(/(?<![\\\w*])\*(?=[^\s*])([^*\n]*?[^\s*\\])\*(?![\w*])/g, '$1')
    .replace(/(?<!`)(`{1,9})([^`\n]+)\1/g, '$2')
    .replace(/!?\[([^[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\)){0,500}\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n{3,}/g, '\n\n')
}

const ENTITIES: Partial<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}
