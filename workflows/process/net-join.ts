import type { NetElement } from './model.ts'
import { isAwaited } from './net-index.ts'
import { leave } from './net-leave.ts'
import { children, element, incident, newKey, type Arrival, type Stride } from './net-state.ts'

/** A token comes to a parallel or inclusive gateway. */
export function arrive(stride: Stride, el: NetElement, scope: string, flow: string) {
  if (el.in.length < 2) return leave(stride, el.id, scope)
  stride.joins.push({ el: el.id, in: scope, flow })
  if (el.type === 'parallel') passParallel(stride, el, scope)
}

/** One token from each incoming flow. A branch that was cancelled brings none: the join then waits (see starved). */
function passParallel(stride: Stride, el: NetElement, scope: string) {
  const waiting = stride.joins.filter((arrival) => arrival.el === el.id && arrival.in === scope)
  if (el.in.every((flow) => waiting.some((arrival) => arrival.flow === flow))) passJoin(stride, el, scope)
}

/** Takes one token from each flow that has one and lets one token go on. */
function passJoin(stride: Stride, el: NetElement, scope: string) {
  const taken = el.in
    .map((flow) => stride.joins.find((one) => one.el === el.id && one.in === scope && one.flow === flow))
    .filter((arrival): arrival is Arrival => arrival !== undefined)
  stride.joins = stride.joins.filter((arrival) => !taken.includes(arrival))
  leave(stride, el.id, scope, taken.length)
}

const inclusiveWaiting = (stride: Stride) =>
  stride.joins.filter((arrival) => element(stride, arrival.el).type === 'inclusive')

/**
 * Lets one inclusive join pass for which nothing more can come (BPMN 2.0 §13.3.3): every token of its scope that could
 * still reach an incoming flow on which none waits can also reach one on which one does. To be called when nothing else
 * can move; tokens waiting at other joins count as on their way.
 * @returns whether one has passed
 */
export function passInclusive(stride: Stride): boolean {
  for (const arrival of inclusiveWaiting(stride)) {
    const filled = new Set(
      stride.joins.filter((one) => one.in === arrival.in && one.el === arrival.el).map((one) => one.flow),
    )
    const coming = (one: { el: string }) => isAwaited(stride.index, arrival.el, filled, one.el)
    const others = stride.joins.filter((one) => one.in === arrival.in && one.el !== arrival.el)
    if (children(stride, arrival.in).some(coming) || others.some(coming)) continue
    passJoin(stride, element(stride, arrival.el), arrival.in)
    return true
  }
  return false
}

/**
 * A scope in which only joins wait. Inclusive joins that wait for each other go on, in the order they were
 * reached; a parallel join can never be completed and becomes an incident.
 */
export function starved(stride: Stride, scope: string) {
  const waiting = stride.joins.filter((arrival) => arrival.in === scope)
  const inclusive = waiting.find((arrival) => element(stride, arrival.el).type === 'inclusive')
  if (inclusive) return passJoin(stride, element(stride, inclusive.el), scope)
  const { el } = waiting[0] as Arrival
  const token = { key: newKey(stride, el), el, in: scope, wait: 'incident', again: 'join' } as const
  const name = element(stride, el).name ?? el
  incident(stride, token, 'join-starved', `并行汇聚“${name}”仍有分支未到达，且再无分支可到达`)
}
