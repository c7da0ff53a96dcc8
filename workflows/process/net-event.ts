import type { EventSpec, NetElement } from './model.ts'
import { leave } from './net-leave.ts'
import { cancelChildren, cancelToken, startScope } from './net-scope.ts'
import { disarm } from './net-timer.ts'
import { element, find, flow, remove, replace, trace, type Run, type Timer, type Token } from './net-state.ts'

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
function behind(run: Run, gateway: NetElement) {
  return gateway.out.map((id) => ({ flow: id, el: element(run, flow(run, id).to) }))
}

/** Instances of a multi-instance have no boundary events: those sit on the body around them. */
const isHost = (token: Token) => token.index === undefined && token.wait !== 'incident'

function boundaryTargets(run: Run, token: Token, matches: Matches): Target[] {
  if (!isHost(token)) return []
  const found = run.index.boundaries.get(token.el) ?? []
  return found.filter((el) => el.event && matches(el.event)).map((el) => ({ el, token }))
}

function startTargets(run: Run, token: Token, matches: Matches): Target[] {
  if (token.wait !== 'scope' || token.interrupted) return []
  const found = run.index.eventStarts.get(token.el) ?? []
  return found.filter((el) => el.event && matches(el.event)).map((el) => ({ el, token }))
}

function catchTargets(run: Run, token: Token, matches: Matches): Target[] {
  if (token.wait !== 'event') return []
  const el = element(run, token.el)
  const events = el.type === 'event-gateway' ? behind(run, el).map((way) => way.el) : [el]
  return events.filter((one) => one.event && matches(one.event)).map((one) => ({ el: one, token }))
}

/** All who wait for a message or signal: catches in the order they began, then boundaries and scopes inside out. */
export function listeners(run: Run, kind: 'message' | 'signal', name: string): Target[] {
  const matches = named(kind, name)
  const inward = [...run.tokens].reverse()
  return [
    ...run.tokens.flatMap((token) => catchTargets(run, token, matches)),
    ...inward.flatMap((token) => boundaryTargets(run, token, matches)),
    ...inward.flatMap((token) => startTargets(run, token, matches)),
  ]
}

/** The target of a timer that is armed. */
export function timerTarget(run: Run, timer: Timer): Target {
  return { el: element(run, timer.el), token: find(run, timer.owner) as Token }
}

const isThere = (run: Run, { el, token }: Target) => {
  const now = find(run, token.key)
  return now !== undefined && !(el.type === 'start' && now.interrupted)
}

/** A signal reaches all who wait for it; an earlier one may have cancelled a later one. */
export function broadcast(run: Run, name: string): boolean {
  const targets = listeners(run, 'signal', name)
  for (const target of targets) if (isThere(run, target)) occur(run, target)
  return targets.length > 0
}

/** The event happens: the token goes on, the boundary's flow starts, or the event sub-process does. */
export function occur(run: Run, { el, token }: Target) {
  if (el.type === 'boundary') return boundaryOccurs(run, el, token)
  if (el.type === 'start') return startOccurs(run, el, token)
  disarm(run, (timer) => timer.owner === token.key)
  remove(run, token.key)
  const around = token.in as string
  if (token.el !== el.id) {
    trace(run, token.el, 'completed')
    const way = behind(run, element(run, token.el)).find((one) => one.el.id === el.id)
    trace(run, el.id, 'entered', way?.flow)
  }
  leave(run, el.id, around)
}

function boundaryOccurs(run: Run, el: NetElement, host: Token) {
  if (el.interrupting !== false) cancelToken(run, host.key)
  trace(run, el.id, 'entered')
  leave(run, el.id, host.in as string)
}

function startOccurs(run: Run, start: NetElement, scope: Token) {
  const sub = element(run, start.scope)
  if (start.interrupting !== false) {
    cancelChildren(run, scope.key)
    // Timers on the scope's own boundary go on: the scope still runs.
    disarm(run, (timer) => timer.owner === scope.key && element(run, timer.el).type === 'start')
    replace(run, scope.key, { interrupted: true })
  }
  trace(run, sub.id, 'entered')
  startScope(run, sub.id, scope.key, { startEl: start.id })
}

/**
 * Who catches an error raised at a token: its boundary, then scope by scope the event sub-processes inside and the
 * boundaries on it. At each place the exact code comes before the catch-all.
 */
export function catcher(run: Run, from: Token, code: string): Target | undefined {
  const exact = named('error', code)
  const any: Matches = (event) => event.kind === 'error' && event.name === undefined
  for (let token: Token | undefined = from; token; token = find(run, token.in)) {
    for (const targets of [startTargets, boundaryTargets]) {
      const [found] = [...targets(run, token, exact), ...targets(run, token, any)]
      if (found) return found
    }
  }
  return undefined
}
