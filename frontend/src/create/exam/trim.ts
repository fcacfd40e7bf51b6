/** Trim: marks taken from both ends of a text; `/x+$/` would look for the end again from each of them. */

export function withoutEnds(text: string, before: string, behind: string): string {
  let from = 0
  while (from < text.length && before.includes(text.charAt(from))) from += 1
  let to = text.length
  while (to > from && behind.includes(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}
