import type { PaperKind } from '../../../workflows/paper/domain.ts'
import { acceptanceNotice } from './acceptance-notice.ts'
import { extensionNotice } from './extension-notice.ts'
import { grantDecision } from './grant-decision.ts'
import { handoverList } from './handover-list.ts'
import { nonAcceptanceDecision } from './non-acceptance-decision.ts'
import { proofOfService } from './proof-of-service.ts'
import { receipt } from './receipt.ts'
import { refusalDecision } from './refusal-decision.ts'
import { sendBackNotice } from './send-back-notice.ts'
import { specialProcedureNotice } from './special-procedure-notice.ts'
import { supplementNotice } from './supplement-notice.ts'
import type { Template } from './template.ts'
import { terminationNotice } from './termination-notice.ts'

/**
 * Words and layout of each kind. `letter`: an official document after GB/T 9704, written to somebody. `sheet`: a
 * form with a denser page, which a counter prints a hundred times a day and keeps on one sheet.
 */
export const templates: Record<PaperKind, { layout: 'letter' | 'sheet'; blocks: Template }> = {
  receipt: { layout: 'sheet', blocks: receipt },
  'acceptance-notice': { layout: 'letter', blocks: acceptanceNotice },
  'non-acceptance-decision': { layout: 'letter', blocks: nonAcceptanceDecision },
  'supplement-notice': { layout: 'letter', blocks: supplementNotice },
  'extension-notice': { layout: 'letter', blocks: extensionNotice },
  'special-procedure-notice': { layout: 'letter', blocks: specialProcedureNotice },
  'grant-decision': { layout: 'letter', blocks: grantDecision },
  'refusal-decision': { layout: 'letter', blocks: refusalDecision },
  'termination-notice': { layout: 'letter', blocks: terminationNotice },
  'proof-of-service': { layout: 'sheet', blocks: proofOfService },
  'handover-list': { layout: 'sheet', blocks: handoverList },
  'send-back-notice': { layout: 'letter', blocks: sendBackNotice },
}
