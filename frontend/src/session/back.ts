/** Where a person goes on after signing in at the issuer. */

/** What is kept meanwhile: the page's own address, without its origin. */
export function here(location: { pathname: string; search: string }): string {
  // An answer of the issuer is good once; kept, it would be taken for a new one at the next reload.
  const search = new URLSearchParams(location.search).has('state') ? '' : location.search
  return backTo(location.pathname + search)
}

/**
 * An address of this page from what was kept, whatever that is. `//host` and `/\host` are addresses of other
 * hosts, which a browser refuses to put into the history, and a link would lead to.
 */
export function backTo(kept: unknown): string {
  return typeof kept === 'string' && /^[/\\]/.test(kept) ? `/${kept.replace(/^[/\\\t\r\n]+/, '')}` : '/'
}
