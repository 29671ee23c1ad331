/** Puts the focus on the first field with an error. */
export function focusFirstError(root: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const input = root?.querySelector<HTMLElement>('[aria-invalid="true"]')
    input?.scrollIntoView({ block: 'center' })
    input?.focus()
  })
}
