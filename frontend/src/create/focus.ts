/** Focus: to where a person has to look next. */

/** The first field that is marked as wrong, once the marks are drawn; what hides it is opened. */
export function focusFirstFault(root: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = root?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault] input')
    const hiding = field?.closest('details')
    if (hiding) hiding.open = true
    field?.focus()
  })
}
