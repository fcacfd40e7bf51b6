/** Focus: where the keyboard goes on after something was added or removed. */

/** The field with this index, or the button after the last one, once all is drawn. */
export function focusField(root: HTMLElement | null, index: number): void {
  requestAnimationFrame(() => {
    const fields = root?.querySelectorAll<HTMLElement>('textarea:not([aria-hidden]), input[type=text]')
    const field = index < 0 ? undefined : fields?.[index]
    const last = [...(root?.querySelectorAll<HTMLElement>('button') ?? [])].at(-1)
    ;(field ?? last)?.focus()
  })
}
