import type { NetElement } from './model.ts'
import { leave } from './net-leave.ts'
import { children, element, incident, newKey, type Arrival, type Run } from './net-state.ts'

/** A token comes to a parallel or inclusive gateway. */
export function arrive(run: Run, el: NetElement, scope: string, flow: string) {
  if (el.in.length < 2) return leave(run, el.id, scope)
  run.joins.push({ el: el.id, in: scope, flow })
  if (el.type === 'parallel') fireParallel(run, el, scope)
}

/** One token from each incoming flow. A branch that was cancelled brings none: the join then waits (see starved). */
function fireParallel(run: Run, el: NetElement, scope: string) {
  const waiting = run.joins.filter((arrival) => arrival.el === el.id && arrival.in === scope)
  if (el.in.every((flow) => waiting.some((arrival) => arrival.flow === flow))) fire(run, el, scope)
}

/** Takes one token from each flow that has one and lets one token go on. */
function fire(run: Run, el: NetElement, scope: string) {
  const taken = el.in
    .map((flow) => run.joins.find((one) => one.el === el.id && one.in === scope && one.flow === flow))
    .filter((arrival): arrival is Arrival => arrival !== undefined)
  run.joins = run.joins.filter((arrival) => !taken.includes(arrival))
  leave(run, el.id, scope, taken.length)
}

const inclusiveWaiting = (run: Run) =>
  run.joins.filter((arrival) => element(run, arrival.el).type === 'inclusive')

/**
 * Fires one inclusive join to which no other token of its scope can still come. To be called when nothing else
 * can move. Tokens waiting at other joins count as on their way.
 * @returns whether one has fired
 */
export function fireInclusive(run: Run): boolean {
  for (const arrival of inclusiveWaiting(run)) {
    const upstream = run.index.upstream.get(arrival.el)
    const coming = (one: { el: string }) => upstream?.has(one.el) === true
    const others = run.joins.filter((one) => one.in === arrival.in && one.el !== arrival.el)
    if (children(run, arrival.in).some(coming) || others.some(coming)) continue
    fire(run, element(run, arrival.el), arrival.in)
    return true
  }
  return false
}

/**
 * A scope in which only joins wait. Inclusive joins that wait for each other go on, in the order they were
 * reached; a parallel join can never be completed and becomes an incident.
 */
export function starved(run: Run, scope: string) {
  const waiting = run.joins.filter((arrival) => arrival.in === scope)
  const inclusive = waiting.find((arrival) => element(run, arrival.el).type === 'inclusive')
  if (inclusive) return fire(run, element(run, inclusive.el), scope)
  const { el } = waiting[0] as Arrival
  const token = { key: newKey(run, el), el, in: scope, wait: 'incident', again: 'join' } as const
  const name = element(run, el).name ?? el
  incident(run, token, 'join-starved', `并行汇聚“${name}”仍有分支未到达，且再无分支可到达`)
}
