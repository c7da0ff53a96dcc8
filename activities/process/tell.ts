/** A paper and a message that follow a step: what they say is frozen now, and lies sealed in the outbox until the drain. */
import type { Tell } from './follow.ts'
import type { Call, Plan } from './plan.ts'

export function followTell<F>(plan: Plan<F>, call: Pick<Call, 'key' | 'cause'>, tell: Tell): void {
  const { paper, message, ref } = tell
  plan.follow({
    ...{
      lane: paper ? 'paper' : 'sms',
      kind: paper ? 'paper' : 'message',
      step_key: call.key,
      ref: paper ?? message ?? '',
    },
    what: { paper: paper ?? null, message: message ?? null, about: ref ?? null },
    sealed: plan.noun.letter(plan, call, tell),
    at: call.cause.at,
  })
}

/**
 * A paper may name another that is numbered after the step: by reference, put in when it is printed. Papers of one
 * instance are printed in the order of their steps, so the other one has its number by then.
 */
export const numberOf = (stepKey: string, kind: string): string => `⟦number ${kind} ${stepKey}⟧`
export const titleOf = (stepKey: string, kind: string): string => `⟦title ${kind} ${stepKey}⟧`

const reference = /⟦(number|title) ([a-z-]+) ([^⟧"]+)⟧/g

export interface PaperNamed {
  number: string
  title: string
}

/** Puts numbers and titles in; '' for a paper that never was. */
export async function resolveReferences<T>(
  text: T,
  find: (stepKey: string, kind: string) => Promise<PaperNamed | undefined>,
): Promise<T> {
  let json = JSON.stringify(text)
  for (const [whole, what, kind, stepKey] of json.matchAll(reference)) {
    const paper = await find(stepKey!, kind!)
    json = json.replaceAll(whole, JSON.stringify(paper?.[what as keyof PaperNamed] ?? '').slice(1, -1))
  }
  return JSON.parse(json) as T
}
