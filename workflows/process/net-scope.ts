import type { Vars } from './model.ts'
import { arm, disarm, duesOf } from './net-timer.ts'
import {
  children,
  element,
  find,
  orIncident,
  newKey,
  remove,
  trace,
  varsAt,
  type Stride,
  type Token,
} from './net-state.ts'

/** Cancels a token with all that runs inside it; each task, service, timer and incident is told as gone. */
export function cancelToken(stride: Stride, key: string) {
  const token = find(stride, key)
  if (!token) return
  cancelChildren(stride, key)
  disarm(stride, (timer) => timer.owner === key)
  remove(stride, key)
  const { el, wait } = token
  if (wait === 'task') stride.effects.push({ type: 'task-gone', key, element: el, why: 'cancelled' })
  if (wait === 'service') stride.effects.push({ type: 'service-gone', key, element: el, why: 'cancelled' })
  if (token.again && wait !== 'service')
    stride.effects.push({ type: 'incident-gone', key, element: el, why: 'cancelled' })
  // Instances of a multi-instance activity share the trace of their body; a starved join has its arrivals' traces.
  if (token.index !== undefined || token.again === 'join' || token.again === 'arm') return
  for (let i = 0; i < (token.count ?? 1); i++) trace(stride, el, 'cancelled')
}

/** Empties a scope: its tokens, what waits at its joins, and what was about to enter. */
export function cancelChildren(stride: Stride, scope: string) {
  for (const child of children(stride, scope).reverse()) cancelToken(stride, child.key)
  for (const arrival of stride.joins) if (arrival.in === scope) trace(stride, arrival.el, 'cancelled')
  stride.joins = stride.joins.filter((arrival) => arrival.in !== scope)
  stride.queue = stride.queue.filter((work) => work.do !== 'enter' || work.in !== scope)
}

/** Timers that start the event sub-processes of a scope run as long as the scope does. */
export function armEventStarts(stride: Stride, scope: Token, only?: string) {
  for (const start of stride.index.eventStarts.get(scope.el) ?? []) {
    if (only !== undefined && start.id !== only) continue
    const { id } = start
    const stopped = (): Token => ({
      key: newKey(stride, id),
      el: id,
      in: scope.key,
      wait: 'incident',
      again: 'arm',
    })
    orIncident(stride, stopped, () => arm(stride, scope.key, duesOf(stride, [id], varsAt(stride, scope.key))))
  }
}

/**
 * Starts a sub-process: a token for the scope, its event timers, and a token at its start event.
 * @param startEl the event that starts an event sub-process; without it the plain start event
 */
export function startScope(
  stride: Stride,
  el: string,
  around: string,
  own: { local?: Vars; index?: number; startEl?: string },
) {
  const { startEl = stride.index.start.get(el), ...rest } = own
  const local = rest.local ?? (stride.index.calls.has(el) ? {} : undefined)
  const token: Token = {
    key: newKey(stride, el),
    el,
    in: around,
    wait: 'scope',
    ...rest,
    ...(local && { local }),
  }
  stride.tokens.push(token)
  armEventStarts(stride, token)
  if (startEl) stride.queue.push({ do: 'enter', el: startEl, in: token.key })
}

/** Ends the whole instance; nothing of it stays open. */
export function endProcess(
  stride: Stride,
  how: 'completed' | 'terminated' | 'error',
  el: string,
  error?: string,
) {
  cancelChildren(stride, '')
  disarm(stride, () => true)
  stride.tokens = []
  stride.queue = []
  stride.ended = { element: el, how, ...(error !== undefined && { error }) }
  stride.effects.push({ type: 'ended', ...stride.ended })
}

/** A terminate end event: ends the scope it stands in, the process only if it stands in the process itself. */
export function terminate(stride: Stride, scope: string, el: string) {
  stride.lastEnd = el
  if (element(stride, el).scope === '') endProcess(stride, 'terminated', el)
  else cancelChildren(stride, scope)
}
