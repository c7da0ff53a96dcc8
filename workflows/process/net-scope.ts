import { FeelError } from './feel.ts'
import type { Vars } from './model.ts'
import { arm, disarm, duesOf } from './net-timer.ts'
import {
  children,
  element,
  find,
  incident,
  newKey,
  remove,
  trace,
  varsAt,
  type Run,
  type Token,
} from './net-state.ts'

/** Cancels a token with all that runs inside it; each task, service, timer and incident is told as gone. */
export function cancelToken(run: Run, key: string) {
  const token = find(run, key)
  if (!token) return
  cancelChildren(run, key)
  disarm(run, (timer) => timer.owner === key)
  remove(run, key)
  const { el, wait } = token
  if (wait === 'task') run.effects.push({ type: 'task-gone', key, element: el, why: 'cancelled' })
  if (wait === 'service') run.effects.push({ type: 'service-gone', key, element: el, why: 'cancelled' })
  if (token.again && wait !== 'service')
    run.effects.push({ type: 'incident-gone', key, element: el, why: 'cancelled' })
  // Instances of a multi-instance activity share the trace of their body; a starved join has its arrivals' traces.
  if (token.index !== undefined || token.again === 'join' || token.again === 'arm') return
  for (let i = 0; i < (token.count ?? 1); i++) trace(run, el, 'cancelled')
}

/** Empties a scope: its tokens, what waits at its joins, and what was about to enter. */
export function cancelChildren(run: Run, scope: string) {
  for (const child of children(run, scope).reverse()) cancelToken(run, child.key)
  for (const arrival of run.joins) if (arrival.in === scope) trace(run, arrival.el, 'cancelled')
  run.joins = run.joins.filter((arrival) => arrival.in !== scope)
  run.queue = run.queue.filter((work) => work.do !== 'enter' || work.in !== scope)
}

/** Timers that start the event sub-processes of a scope run as long as the scope does. */
export function armEventStarts(run: Run, scope: Token, only?: string) {
  for (const start of run.index.eventStarts.get(scope.el) ?? []) {
    if (only !== undefined && start.id !== only) continue
    try {
      arm(run, scope.key, duesOf(run, [start.id], varsAt(run, scope.key)))
    } catch (error) {
      if (!(error instanceof FeelError)) throw error
      const token: Token = {
        key: newKey(run, start.id),
        el: start.id,
        in: scope.key,
        wait: 'incident',
        again: 'arm',
      }
      incident(run, token, error.code, error.title)
    }
  }
}

/**
 * Starts a sub-process: a token for the scope, its event timers, and a token at its start event.
 * @param startEl the event that starts an event sub-process; without it the plain start event
 */
export function startScope(
  run: Run,
  el: string,
  around: string,
  own: { local?: Vars; index?: number; startEl?: string },
) {
  const { startEl = run.index.start.get(el), ...rest } = own
  const local = rest.local ?? (run.index.calls.has(el) ? {} : undefined)
  const token: Token = {
    key: newKey(run, el),
    el,
    in: around,
    wait: 'scope',
    ...rest,
    ...(local && { local }),
  }
  run.tokens.push(token)
  armEventStarts(run, token)
  if (startEl) run.queue.push({ do: 'enter', el: startEl, in: token.key })
}

/** Ends the whole instance; nothing of it stays open. */
export function endProcess(run: Run, how: 'completed' | 'terminated' | 'error', el: string, error?: string) {
  cancelChildren(run, '')
  disarm(run, () => true)
  run.tokens = []
  run.queue = []
  run.ended = { element: el, how, ...(error !== undefined && { error }) }
  run.effects.push({ type: 'ended', ...run.ended })
}

/** A terminate end event: ends the scope it stands in, the process only if it stands in the process itself. */
export function terminate(run: Run, scope: string, el: string) {
  run.lastEnd = el
  if (element(run, el).scope === '') endProcess(run, 'terminated', el)
  else cancelChildren(run, scope)
}
