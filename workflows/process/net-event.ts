import type { EventSpec, NetElement } from './model.ts'
import { leave } from './net-leave.ts'
import { cancelChildren, cancelToken, startScope } from './net-scope.ts'
import { disarm } from './net-timer.ts'
import {
  element,
  find,
  flow,
  remove,
  replace,
  trace,
  type Stride,
  type Timer,
  type Token,
} from './net-state.ts'

/** An event that has someone waiting for it: a catch event (or event gateway), a boundary, an event sub-process. */
export interface Target {
  /** The catch, boundary or start event. */
  el: NetElement
  /** The waiting token, the activity the boundary sits on, or the scope of the event sub-process. */
  token: Token
}

type Matches = (event: EventSpec) => boolean

const named =
  (kind: EventSpec['kind'], name: string): Matches =>
  (event) =>
    event.kind === kind && event.name === name

/** Events behind an event-based gateway, with the flow that leads to each. */
function behind(stride: Stride, gateway: NetElement) {
  return gateway.out.map((id) => ({ flow: id, el: element(stride, flow(stride, id).to) }))
}

/** Instances of a multi-instance have no boundary events: those sit on the body around them. */
const isHost = (token: Token) => token.index === undefined && token.wait !== 'incident'

function boundaryTargets(stride: Stride, token: Token, matches: Matches): Target[] {
  if (!isHost(token)) return []
  const found = stride.index.boundaries.get(token.el) ?? []
  return found.filter((el) => el.event && matches(el.event)).map((el) => ({ el, token }))
}

function startTargets(stride: Stride, token: Token, matches: Matches): Target[] {
  if (token.wait !== 'scope' || token.interrupted) return []
  const found = stride.index.eventStarts.get(token.el) ?? []
  return found.filter((el) => el.event && matches(el.event)).map((el) => ({ el, token }))
}

function catchTargets(stride: Stride, token: Token, matches: Matches): Target[] {
  if (token.wait !== 'event') return []
  const el = element(stride, token.el)
  const events = el.type === 'event-gateway' ? behind(stride, el).map((way) => way.el) : [el]
  return events.filter((one) => one.event && matches(one.event)).map((one) => ({ el: one, token }))
}

/** All who wait for a message or signal: catches in the order they began, then boundaries and scopes inside out. */
export function listeners(stride: Stride, kind: 'message' | 'signal', name: string): Target[] {
  const matches = named(kind, name)
  const inward = [...stride.tokens].reverse()
  return [
    ...stride.tokens.flatMap((token) => catchTargets(stride, token, matches)),
    ...inward.flatMap((token) => boundaryTargets(stride, token, matches)),
    ...inward.flatMap((token) => startTargets(stride, token, matches)),
  ]
}

/** The target of a timer that is armed. */
export function timerTarget(stride: Stride, timer: Timer): Target {
  return { el: element(stride, timer.el), token: find(stride, timer.owner) as Token }
}

const isThere = (stride: Stride, { el, token }: Target) => {
  const now = find(stride, token.key)
  return now !== undefined && !(el.type === 'start' && now.interrupted)
}

/** A signal reaches all who wait for it; an earlier one may have cancelled a later one. */
export function broadcast(stride: Stride, name: string): boolean {
  const targets = listeners(stride, 'signal', name)
  for (const target of targets) if (isThere(stride, target)) occur(stride, target)
  return targets.length > 0
}

/** The event happens: the token goes on, the boundary's flow starts, or the event sub-process does. */
export function occur(stride: Stride, { el, token }: Target) {
  if (el.type === 'boundary') return boundaryOccurs(stride, el, token)
  if (el.type === 'start') return startOccurs(stride, el, token)
  disarm(stride, (timer) => timer.owner === token.key)
  remove(stride, token.key)
  const around = token.in as string
  if (token.el !== el.id) {
    trace(stride, token.el, 'completed')
    const way = behind(stride, element(stride, token.el)).find((one) => one.el.id === el.id)
    trace(stride, el.id, 'entered', way?.flow)
  }
  leave(stride, el.id, around)
}

function boundaryOccurs(stride: Stride, el: NetElement, host: Token) {
  if (el.interrupting !== false) cancelToken(stride, host.key)
  trace(stride, el.id, 'entered')
  leave(stride, el.id, host.in as string)
}

function startOccurs(stride: Stride, start: NetElement, scope: Token) {
  const sub = element(stride, start.scope)
  if (start.interrupting !== false) {
    cancelChildren(stride, scope.key)
    // Timers on the scope's own boundary go on: the scope still runs.
    disarm(stride, (timer) => timer.owner === scope.key && element(stride, timer.el).type === 'start')
    replace(stride, scope.key, { interrupted: true })
  }
  trace(stride, sub.id, 'entered')
  startScope(stride, sub.id, scope.key, { startEl: start.id })
}

/**
 * Who catches an error raised at a token: its boundary, then scope by scope the event sub-processes inside and the
 * boundaries on it. At each place the exact code comes before the catch-all.
 */
export function catcher(stride: Stride, from: Token, code: string): Target | undefined {
  const exact = named('error', code)
  const any: Matches = (event) => event.kind === 'error' && event.name === undefined
  for (let token: Token | undefined = from; token; token = find(stride, token.in)) {
    for (const targets of [startTargets, boundaryTargets]) {
      const [found] = [...targets(stride, token, exact), ...targets(stride, token, any)]
      if (found) return found
    }
  }
  return undefined
}
