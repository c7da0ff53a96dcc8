/** A drawing with those it calls. A called one opens inside its caller; where one stands is a path, '' is the caller itself. */
export interface Drawing {
  root: string
  /** By path of the call activity: `call`, `call/inner-call`. */
  calls: Record<string, { key: string; version: number; name: string; bpmn: string }>
}

export const emptyDrawing: Drawing = { root: '', calls: {} }

/** Path of an element of the drawing that is open at `inside`. */
export const pathOf = (inside: string, id: string): string => (inside ? `${inside}/${id}` : id)

/** The file to show; the caller's when the path leads nowhere (any more). */
export const fileAt = (drawing: Drawing, inside: string): string =>
  drawing.calls[inside]?.bpmn ?? drawing.root

/** Call activities of the open drawing whose process can be opened. */
export function opensAt(drawing: Drawing, inside: string): string[] {
  const prefix = inside ? `${inside}/` : ''
  return Object.keys(drawing.calls)
    .filter((path) => path.startsWith(prefix) && path.length > prefix.length)
    .map((path) => path.slice(prefix.length))
    .filter((id) => !id.includes('/'))
}

/** From the caller down to the open drawing, for the breadcrumb. */
export function trailOf(drawing: Drawing, inside: string, root: string): { path: string; name: string }[] {
  const steps = inside ? inside.split('/') : []
  const below = steps.map((_, n) => {
    const path = steps.slice(0, n + 1).join('/')
    return { path, name: drawing.calls[path]?.name ?? steps[n]! }
  })
  return [{ path: '', name: root }, ...below]
}
