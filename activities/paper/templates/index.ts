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

export const templates = {
  receipt,
  'acceptance-notice': acceptanceNotice,
  'non-acceptance-decision': nonAcceptanceDecision,
  'supplement-notice': supplementNotice,
  'extension-notice': extensionNotice,
  'special-procedure-notice': specialProcedureNotice,
  'grant-decision': grantDecision,
  'refusal-decision': refusalDecision,
  'termination-notice': terminationNotice,
  'proof-of-service': proofOfService,
  'handover-list': handoverList,
  'send-back-notice': sendBackNotice,
} satisfies Record<PaperKind, Template>
