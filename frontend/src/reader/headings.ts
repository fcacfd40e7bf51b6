/** Headings of a text that stands inside another one: they continue the levels around them. */
import type { Element, Root, RootContent } from 'hast'

const DEEPEST = 6

/** Rehype plugin: the highest heading becomes `level`, and none is skipped on the way down. */
export function headingsFrom(level: number) {
  return (tree: Root): void => {
    const headings = found(tree)
    // Depths of the headings that the present one stands under.
    const above: number[] = []
    for (const heading of headings) {
      const depth = Number(heading.tagName[1])
      while ((above.at(-1) ?? 0) >= depth) above.pop()
      above.push(depth)
      heading.tagName = `h${Math.min(level + above.length - 1, DEEPEST)}`
    }
  }
}

function found(tree: Root): Element[] {
  const headings: Element[] = []
  const visit = (nodes: readonly RootContent[]): void => {
    for (const node of nodes) {
      if (node.type !== 'element') continue
      if (/^h[1-6]$/.test(node.tagName)) headings.push(node)
      visit(node.children)
    }
  }
  visit(tree.children)
  return headings
}
