import { FeelError } from './feel.ts'
import type { NetElement } from './model.ts'
import { completeActivity, enterActivity } from './net-activity.ts'
import { broadcast, catcher, occur } from './net-event.ts'
import { arrive, fireInclusive, starved } from './net-join.ts'
import { leave } from './net-leave.ts'
import { endProcess, terminate } from './net-scope.ts'
import { arm, duesOf } from './net-timer.ts'
import { element, find, flow, incident, newKey, trace, varsAt, type Run, type Token } from './net-state.ts'

/**
 * Times one element of one scope may be entered in one step. A loop without a wait would hold the worker, whose
 * deadlock detector gives it one second; at the limit the token becomes an incident.
 */
const MAX_VISITS = 100

/** Moves tokens until all of them wait, and ends the scopes in which none is left. */
export function drain(run: Run) {
  do {
    for (let work = run.queue.shift(); work; work = run.queue.shift()) {
      if (work.do === 'signal') broadcast(run, work.name)
      else if (find(run, work.in)) enter(run, element(run, work.el), work.in, work.flow)
    }
  } while (!run.ended && (fireInclusive(run) || finishScope(run)))
}

function enter(run: Run, el: NetElement, scope: string, via?: string) {
  trace(run, el.id, 'entered', via)
  const place = `${scope} ${el.id}`
  const visits = (run.visits.get(place) ?? 0) + 1
  run.visits.set(place, visits)
  if (visits > MAX_VISITS) {
    const token = {
      key: newKey(run, el.id),
      el: el.id,
      in: scope,
      wait: 'incident',
      again: 'enter',
      flow: via,
    } as const
    return incident(run, token, 'endless-loop', `“${el.name ?? el.id}”处于不含等待的循环中`)
  }
  act(run, el, scope, via)
}

/** What an element does with a token that has entered it. */
export function act(run: Run, el: NetElement, scope: string, via?: string) {
  switch (el.type) {
    case 'user':
    case 'service':
    case 'subprocess':
      return enterActivity(run, el, scope, via)
    case 'catch':
    case 'event-gateway':
      return wait(run, el, scope)
    case 'parallel':
    case 'inclusive':
      return arrive(run, el, scope, via ?? '')
    case 'end':
      return end(run, el, scope)
    case 'throw':
      throwOut(run, el)
      return leave(run, el.id, scope)
    default:
      return leave(run, el.id, scope)
  }
}

/** A signal also reaches those who wait for it in this same instance; a message goes to the outside only. */
function throwOut(run: Run, el: NetElement) {
  const { kind, name } = el.event ?? { kind: 'none' }
  if ((kind !== 'message' && kind !== 'signal') || name === undefined) return
  run.effects.push({ type: 'thrown', kind, name, element: el.id })
  if (kind === 'signal') run.queue.push({ do: 'signal', name })
}

function end(run: Run, el: NetElement, scope: string) {
  trace(run, el.id, 'completed')
  run.lastEnd = el.id
  throwOut(run, el)
  if (el.event?.kind === 'terminate') terminate(run, scope, el.id)
  if (el.event?.kind !== 'error') return
  const code = el.event.name ?? ''
  const target = catcher(run, find(run, scope) as Token, code)
  if (target) occur(run, target)
  else endProcess(run, 'error', el.id, code)
}

function wait(run: Run, el: NetElement, scope: string) {
  // A receive task is a catch event here, and may carry boundary events as any task.
  const boundaries = (run.index.boundaries.get(el.id) ?? []).map((boundary) => boundary.id)
  const events = el.type === 'event-gateway' ? el.out.map((id) => flow(run, id).to) : [el.id, ...boundaries]
  try {
    const dues = duesOf(run, events, varsAt(run, scope))
    const token: Token = { key: newKey(run, el.id), el: el.id, in: scope, wait: 'event' }
    run.tokens.push(token)
    arm(run, token.key, dues)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    const key = newKey(run, el.id)
    incident(run, { key, el: el.id, in: scope, wait: 'incident', again: 'enter' }, error.code, error.title)
  }
}

/**
 * Ends the innermost scope in which no token is left, and names a scope that can't go on.
 * @returns whether something has changed
 */
function finishScope(run: Run): boolean {
  const busy = new Set(run.tokens.map((token) => token.in))
  const waiting = new Set(run.joins.map((arrival) => arrival.in))
  const scope = run.tokens.findLast((token) => token.wait === 'scope' && !busy.has(token.key))
  if (!scope) return false
  if (waiting.has(scope.key)) starved(run, scope.key)
  else if (scope.key === '') endProcess(run, 'completed', run.lastEnd)
  else completeActivity(run, scope)
  return true
}
