/**
 * What the net will do when the services called now answer nothing, as most do: so that a step with all that follows it
 * is one transaction. Pure; nothing is taken over before it is written.
 */
import * as net from './net.ts'
import type { Cause, PendingService, ServiceCall, Standing, StepRecord } from './domain.ts'
import type { Effect, Net, NetState, Vars } from './model.ts'

export interface Ahead {
  state: NetState
  effects: Effect[]
  /** Further services that the net came to, done in the same step after the first. */
  calls: ServiceCall[]
  /** Services that are still to be done: of other systems, or whose answer the net needs. */
  left: PendingService[]
  standing: Standing
}

/** Services in a row that are done in one step. */
const longestRow = 20

/** Undefined when the net needs the first service's answer. */
export function lookAhead(
  definition: Net,
  from: NetState,
  first: PendingService,
  waiting: PendingService[],
): Ahead | undefined {
  if (!answersNothing(first)) return undefined
  const calls: ServiceCall[] = []
  const effects: Effect[] = []
  let state = from
  let left = waiting
  let next: PendingService | undefined = first
  while (next && calls.length < longestRow) {
    const { effect, cause } = next
    if (next !== first) calls.push(callOf(next, state.vars))
    const step = net.complete(definition, state, effect.key, {}, cause.at)
    state = step.state
    effects.push(...step.effects)
    left = follow(left, step.effects, cause)
    next = left.find((one) => answersNothing(one) && one.cause.actId === first.cause.actId)
    if (next && calls.length < longestRow) left = left.filter((one) => one !== next)
  }
  return { state, effects, calls, left, standing: standingOf(definition, state) }
}

function follow(left: PendingService[], effects: Effect[], cause: Cause): PendingService[] {
  let open = left
  for (const effect of effects) {
    if (effect.type === 'service') open = [...open, { effect, cause }]
    else if (effect.type === 'service-gone') open = open.filter((one) => one.effect.key !== effect.key)
  }
  return open
}

/** The net knows where it goes without asking: the service is our own and declares no answer. */
function answersNothing({ effect, answer }: PendingService): boolean {
  const { answers } = effect
  return effect.local && answer === undefined && (answers === undefined || answers.length === 0)
}

export function callOf({ effect, cause, answer }: PendingService, vars: Vars): ServiceCall {
  return {
    ...{ key: effect.key, element: effect.element, calls: effect.calls, cause, vars },
    ...(effect.item !== undefined && { item: effect.item }),
    ...(answer && { answer }),
  }
}

export function recordOf(revision: number, cause: Cause, effects: Effect[], standing: Standing): StepRecord {
  return { revision, at: cause.at, cause, effects, ...standing }
}

/** Where the net stands: tokens by element (one for a task of several instances), and the messages it waits for. */
export function standingOf(definition: Net, state: NetState): Standing {
  const standing: Record<string, number> = {}
  const bodies = new Set<string>()
  const waits = net.openWaits(state)
  for (const { element, wait } of waits) if (wait === 'multi') bodies.add(element)
  for (const { element, wait } of waits)
    if (wait === 'multi' || !bodies.has(element)) standing[element] = (standing[element] ?? 0) + 1
  return { standing, waits: net.waitsFor(definition, state) }
}
