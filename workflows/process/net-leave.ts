import { FeelError, holds } from './feel.ts'
import type { NetElement, Vars } from './model.ts'
import { element, flow, incident, newKey, trace, varsAt, type Run } from './net-state.ts'

class NoFlow extends Error {}

/**
 * The sequence flows a token takes out of an element.
 * Exclusive: the first that holds. Inclusive and activities: all that hold. The default only if none does.
 */
function chosen(run: Run, el: NetElement, vars: Vars): string[] {
  if (el.type === 'parallel' || el.type === 'event-gateway') return el.out
  const taken: string[] = []
  for (const id of el.out) {
    if (id === el.default) continue
    const { condition } = flow(run, id)
    // The single way out of an exclusive merge needs no condition.
    if (condition !== undefined && !holds(condition, vars, run.at)) continue
    taken.push(id)
    if (el.type === 'exclusive') return taken
  }
  if (taken.length) return taken
  if (el.default) return [el.default]
  if (el.out.length) throw new NoFlow(`“${el.name ?? el.id}”之后没有一个条件成立`)
  return []
}

/**
 * A token leaves an element: the element is completed and a token enters behind each flow taken.
 * If no flow can be chosen, the token stays as an incident.
 * @param count tokens a join has made into one; each of them is traced as completed
 */
export function leave(run: Run, elId: string, scope: string, count = 1) {
  const el = element(run, elId)
  try {
    const flows = chosen(run, el, varsAt(run, scope))
    for (let i = 0; i < count; i++) trace(run, elId, 'completed')
    for (const id of flows) run.queue.push({ do: 'enter', el: flow(run, id).to, in: scope, flow: id })
    if (!flows.length && !el.triggeredByEvent) run.lastEnd = elId
  } catch (error) {
    if (!(error instanceof NoFlow || error instanceof FeelError)) throw error
    const token = {
      key: newKey(run, elId),
      el: elId,
      in: scope,
      wait: 'incident',
      again: 'leave',
      count,
    } as const
    const code = error instanceof FeelError ? error.code : 'no-flow'
    incident(run, token, code, error instanceof FeelError ? error.title : error.message)
  }
}
