/**
 * What the law and the agreement ask of an act before it is taken, beyond role and step: by outcome or message, besides
 * what its form asks. Each refusal has a stable code and a Chinese sentence that says what to do instead.
 */
import type { ActRules } from '../../noun.ts'
import type { CaseContext } from './context.ts'
import { beforeAcceptance, undecided } from './rules-ending.ts'
import * as handling from './rules-handling.ts'
import * as supplement from './rules-supplement.ts'

export const caseRules: Record<string, ActRules<CaseContext>> = {
  accept: { before: [supplement.nothingIsMissing] },
  supplement: {
    before: [supplement.mayNotify, supplement.termIsLeft],
    given: [supplement.repeatsFirstNotice],
  },
  'new-demand': { before: [supplement.mayNotify, supplement.hasFirstNotice] },
  'complete-supplement': { before: [supplement.everythingIsIn('acceptance')] },
  'complete-late-supplement': { before: [supplement.everythingIsIn('handling')] },
  pass: { before: [handling.nothingStandsOpen] },
  'propose-refusal': { before: [handling.nothingStandsOpen] },
  'send-back': { before: [handling.withinSendBackHours, handling.nothingStandsOpen] },
  grant: { before: [handling.nothingStandsOpen] },
  'refuse-grant': { before: [handling.nothingStandsOpen] },
  'request-extension': {
    before: [handling.inTheBureau, handling.extensionPossible, handling.noOpenExtension],
  },
  'approve-extension': { before: [handling.extensionPossible] },
  'request-late-supplement': { before: [handling.inTheBureau, handling.noOpenLateSupplement] },
  'start-special': { before: [handling.inTheBureau, handling.noOpenSpecial] },
  end: { before: [undecided, beforeAcceptance] },
  'propose-end': { before: [undecided, handling.noOpenEnding] },
}
