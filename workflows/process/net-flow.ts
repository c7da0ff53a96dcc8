import type { NetElement } from './model.ts'
import { completeActivity, enterActivity } from './net-activity.ts'
import { broadcast, catcher, occur } from './net-event.ts'
import { arrive, passInclusive, starved } from './net-join.ts'
import { leave } from './net-leave.ts'
import { sendMessage } from './net-message.ts'
import { endProcess, terminate } from './net-scope.ts'
import { arm, duesOf } from './net-timer.ts'
// prettier-ignore
import {
  element, find, flow, incident, newKey, orIncident, stoppedAt, trace, varsAt, type Stride, type Token,
} from './net-state.ts'

/**
 * Times one element of one scope may be entered in one step. A loop without a wait would hold the worker, whose
 * deadlock detector gives it one second; at the limit the token becomes an incident.
 */
const MAX_VISITS = 100

/**
 * Times one element may be entered in one step in all scopes together: an event sub-process that throws the signal which
 * starts it opens a new scope each time, and would turn for ever without being entered twice in one of them. Above the
 * most instances of an activity (500), and few enough for a step to end well within the deadlock detector's second.
 */
const MAX_ENTRIES = 600

/** Moves tokens until all of them wait, and ends the scopes in which none is left. */
export function drain(stride: Stride) {
  do {
    for (let work = stride.queue.shift(); work; work = stride.queue.shift()) {
      if (work.do === 'signal') broadcast(stride, work.name)
      else if (find(stride, work.in)) enter(stride, element(stride, work.el), work.in, work.flow)
    }
  } while (!stride.ended && (passInclusive(stride) || finishScope(stride)))
}

function enter(stride: Stride, el: NetElement, scope: string, via?: string) {
  trace(stride, el.id, 'entered', via)
  const visits = count(stride, `${scope} ${el.id}`)
  if (visits <= MAX_VISITS && count(stride, el.id) <= MAX_ENTRIES) return execute(stride, el, scope, via)
  const code = visits > MAX_VISITS ? 'endless-loop' : 'step-too-long'
  incident(stride, stoppedAt(stride, el, scope, via), code, `“${el.name ?? el.id}”处于不含等待的循环中`)
}

function count({ visits }: Stride, place: string): number {
  const n = (visits.get(place) ?? 0) + 1
  visits.set(place, n)
  return n
}

/** What an element does with a token that has entered it. */
export function execute(stride: Stride, el: NetElement, scope: string, via?: string) {
  switch (el.type) {
    case 'user':
    case 'service':
    case 'subprocess':
      return enterActivity(stride, el, scope, via)
    case 'catch':
    case 'event-gateway':
      return wait(stride, el, scope)
    case 'parallel':
    case 'inclusive':
      return arrive(stride, el, scope, via ?? '')
    case 'end':
    case 'throw':
      return throwOut(stride, el, scope, via)
    default:
      return leave(stride, el.id, scope)
  }
}

/** Throws what is drawn, then ends or goes on. A message whose target cannot be told stays where it is, as an incident. */
function throwOut(stride: Stride, el: NetElement, scope: string, via?: string) {
  const stopped = () => stoppedAt(stride, el, scope, via)
  orIncident(stride, stopped, () => {
    const { kind, name } = el.event ?? { kind: 'none' }
    // Its target is asked before anything changes.
    if (kind === 'message') sendMessage(stride, el, varsAt(stride, scope))
    if (el.type === 'end') trace(stride, el.id, 'completed')
    if (kind === 'signal' && name !== undefined) throwSignal(stride, el.id, name)
    if (el.type === 'end') end(stride, el, scope)
    else leave(stride, el.id, scope)
  })
}

/** A signal reaches those who wait for it in this same instance. */
function throwSignal(stride: Stride, from: string, name: string) {
  stride.effects.push({ type: 'thrown', name, element: from })
  stride.queue.push({ do: 'signal', name })
}

function end(stride: Stride, el: NetElement, scope: string) {
  stride.lastEnd = el.id
  if (el.event?.kind === 'terminate') terminate(stride, scope, el.id)
  if (el.event?.kind !== 'error') return
  const code = el.event.name ?? ''
  const target = catcher(stride, find(stride, scope) as Token, code)
  if (target) occur(stride, target)
  else endProcess(stride, 'error', el.id, code)
}

function wait(stride: Stride, el: NetElement, scope: string) {
  // A receive task is a catch event here, and may carry boundary events as any task.
  const boundaries = (stride.index.boundaries.get(el.id) ?? []).map((boundary) => boundary.id)
  const events =
    el.type === 'event-gateway' ? el.out.map((id) => flow(stride, id).to) : [el.id, ...boundaries]
  const stopped = () => stoppedAt(stride, el, scope)
  orIncident(stride, stopped, () => {
    const dues = duesOf(stride, events, varsAt(stride, scope))
    const token: Token = { key: newKey(stride, el.id), el: el.id, in: scope, wait: 'event' }
    stride.tokens.push(token)
    arm(stride, token.key, dues)
  })
}

/**
 * Ends the innermost scope in which no token is left, and names a scope that can't go on.
 * @returns whether something has changed
 */
function finishScope(stride: Stride): boolean {
  const busy = new Set(stride.tokens.map((token) => token.in))
  const waiting = new Set(stride.joins.map((arrival) => arrival.in))
  const scope = stride.tokens.findLast((token) => token.wait === 'scope' && !busy.has(token.key))
  if (!scope) return false
  if (waiting.has(scope.key)) starved(stride, scope.key)
  else if (scope.key === '') endProcess(stride, 'completed', stride.lastEnd)
  else completeActivity(stride, scope)
  return true
}
