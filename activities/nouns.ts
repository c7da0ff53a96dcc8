/** The nouns whose instances this worker steps: one line each. */
import { createCaseNoun } from './case/noun.ts'
import { changeTicketNoun } from './change-ticket/noun.ts'
import type { AnyNoun } from './process/plan.ts'
import type { Personal } from '../server/personal.ts'

export interface NounDeps {
  personal: Personal
  publicUrl: string
}

export function createNouns(deps: NounDeps): Record<string, AnyNoun> {
  return {
    case: createCaseNoun(deps),
    'change-ticket': changeTicketNoun,
  }
}
