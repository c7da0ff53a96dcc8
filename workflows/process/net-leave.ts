import { holds } from './feel.ts'
import type { NetElement, Vars } from './model.ts'
import {
  element,
  flow,
  NetStop,
  newKey,
  orIncident,
  trace,
  varsAt,
  type Stride,
  type Token,
} from './net-state.ts'

/**
 * The sequence flows a token takes out of an element.
 * Exclusive: the first that holds. Inclusive and activities: all that hold. The default only if none does.
 */
function chosen(stride: Stride, el: NetElement, vars: Vars): string[] {
  if (el.type === 'parallel' || el.type === 'event-gateway') return el.out
  const taken: string[] = []
  for (const id of el.out) {
    if (id === el.default) continue
    const { condition } = flow(stride, id)
    // The single way out of an exclusive merge needs no condition.
    if (condition !== undefined && !holds(condition, vars, stride.at)) continue
    taken.push(id)
    if (el.type === 'exclusive') return taken
  }
  if (taken.length) return taken
  if (el.default) return [el.default]
  if (el.out.length) throw new NetStop('no-flow', `“${el.name ?? el.id}”之后没有一个条件成立`)
  return []
}

/**
 * A token leaves an element: the element is completed and a token enters behind each flow taken.
 * If no flow can be chosen, the token stays as an incident.
 * @param count tokens a join has made into one; each of them is traced as completed
 */
export function leave(stride: Stride, elId: string, scope: string, count = 1) {
  const el = element(stride, elId)
  const stopped = (): Token => ({
    key: newKey(stride, elId),
    el: elId,
    in: scope,
    wait: 'incident',
    again: 'leave',
    count,
  })
  orIncident(stride, stopped, () => {
    const flows = chosen(stride, el, varsAt(stride, scope))
    for (let i = 0; i < count; i++) trace(stride, elId, 'completed')
    for (const id of flows) stride.queue.push({ do: 'enter', el: flow(stride, id).to, in: scope, flow: id })
    if (!flows.length && !el.triggeredByEvent) stride.lastEnd = elId
  })
}
