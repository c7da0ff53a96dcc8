/** Which messages an instance waits for, by the elements that hold a token. Pure. */
import type { Net } from './model.ts'
import type { Wait } from './people.ts'

/** @param active elements with at least one token */
export function waitsOf(net: Net, active: ReadonlySet<string>): Wait[] {
  return Object.values(net.elements).flatMap(({ id, type, event, scope, attachedTo }) => {
    if (event?.kind !== 'message' || event.name === undefined) return []
    const waiting = type === 'start' ? isRunning(net, scope, active) : active.has(attachedTo ?? id)
    return waiting ? [{ name: event.name, element: id }] : []
  })
}

/** An event sub-process waits as long as the scope it stands in runs; the process itself always does. */
function isRunning(net: Net, eventSubProcess: string, active: ReadonlySet<string>): boolean {
  const scope = net.elements[eventSubProcess]?.scope ?? ''
  return scope === '' || active.has(scope)
}
