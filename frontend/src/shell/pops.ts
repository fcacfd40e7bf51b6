/** Pops: the browser's Back and Forward, heard before the router hears of them. */

type Listener = (event: PopStateEvent) => void

let first: Listener | null = null

// A window tells its listeners in the order in which they were added, and this one is added before the router's.
window.addEventListener('popstate', event => first?.(event))

/** null: nobody. */
export function hearPopsFirst(listener: Listener | null): void {
  first = listener
}
