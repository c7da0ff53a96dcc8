/** What rules of a case see: its facts, and what a form of a case gives. */
import type { DeliveryMethod, EndStatus, SpecialKind } from '../../../workflows/case/domain.ts'
import type { ActScene } from '../../noun.ts'
import type { CaseContext } from './context.ts'

export type CaseScene = ActScene<CaseContext>

/** All forms' data side by side; each form gives its own part (forms.ts holds the schemas). */
export interface CaseInput {
  data: {
    materials?: { id: string; state: 'missing' | 'defective'; reason: string }[]
    method?: DeliveryMethod
    day?: string
    proof?: string
    basis?: string
    kind?: SpecialKind
    limitDays?: number
    validFrom?: string
    validTo?: string
    status?: EndStatus
  }
  reason?: string | undefined
}
