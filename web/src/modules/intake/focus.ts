/** Moving through a long form by keyboard. */

/** Places the caret in the field of a fault's path; the nearest field that exists, e.g. materials.2 for its reason. */
export function focusField(form: HTMLElement | undefined, path: string): void {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length--) {
    const place = form?.querySelector<HTMLElement>(
      `[data-field="${CSS.escape(parts.slice(0, length).join('.'))}"]`,
    )
    if (!place) continue
    const field = place.querySelector<HTMLElement>('input:not([type=file]), textarea, button')
    place.scrollIntoView({ block: 'center' })
    return field?.focus({ preventScroll: true })
  }
}

/** Fields one types in; lists and boxes are reached by Tab. */
const typed = 'input:not([role=combobox]):not([type=checkbox]):not([type=radio]):not([type=file])'

/** Enter goes on to the next text field instead of sending the form. Lists and buttons keep their own Enter. */
export function nextField(event: KeyboardEvent, form: HTMLElement | undefined): void {
  const here = event.target as HTMLElement
  if (event.ctrlKey || event.isComposing || event.defaultPrevented) return
  if (!here.matches(typed)) return
  event.preventDefault()
  const fields = [...(form?.querySelectorAll<HTMLElement>(`${typed}, textarea`) ?? [])]
  const seen = fields.filter((field) => field.offsetParent !== null && !field.matches(':disabled'))
  seen[seen.indexOf(here) + 1]?.focus()
}
