/** Shapes of the case's own facts (GET /cases/:no), as the server's schemas give them. */
import type {
  ApplicantType,
  CaseStatus,
  Channel,
  DeliveryMethod,
  MaterialState,
} from '../../../../workflows/case/domain'
import type { Day, Instant } from '../../../../workflows/clock/domain'
import type { DocumentType } from '../../../../workflows/item/identity-number'

export interface MaterialFile {
  fileId: string
  name: string
  size: number
  version: number
  at: Instant
  by: string
  mediaType: string
  /** false: replaced by what was handed in after a notice. */
  current: boolean
  /** The ended case of the same applicant it was taken over from. */
  fromCase: string | null
}

export interface Material {
  id: string
  n: number
  name: string
  required: boolean
  state: MaterialState
  stateName: string
  reason: string | null
  files: MaterialFile[]
}

export interface Supplement {
  id: string
  round: number
  phase: 'acceptance' | 'handling'
  newDemand: boolean
  reason?: string | null
  list: { id: string; name: string; state: MaterialState; reason?: string | null }[]
  toldAt: Instant
  deliveredDay?: Day | null
  deliveryMethod?: DeliveryMethod | null
  deliveryProof?: string | null
  supplementedAt?: Instant | null
  status: 'open' | 'complete' | 'expired' | 'ended'
}

export interface Special {
  id: string
  kind: string
  name: string
  reason: string
  basis?: string | null
  countsStatutory: boolean
  countsPromised: boolean
  startedAt: Instant
  endedAt?: Instant | null
  result?: string | null
}

export interface Handover {
  id: string
  n: number
  direction: 'to-bureau' | 'to-centre'
  reason?: string | null
  byName: string
  at: Instant
}

export interface CaseFacts {
  caseNo: string
  itemCode: string
  itemName: string
  itemType: string
  itemVersion: number
  mode: string
  status: CaseStatus
  mark: string | null
  deemedAccepted: boolean
  applicant: {
    type: ApplicantType
    typeName: string
    nameMasked: string
    documentType: DocumentType
    documentMasked: string
    exception?: string | null
  }
  agentMasked?: string | null
  contactMasked: string
  phoneMasked: string
  address?: string | null
  eDelivery: boolean
  channel: Channel
  centreName: string
  bureauName: string
  entrustment?: { no: string; from: Day; to: Day } | null
  applyAt: Instant
  receivedDay: Day
  acceptedAt: Instant | null
  acceptanceNo: string | null
  decidedAt: Instant | null
  endedAt: Instant | null
  handlerName: string
  stepName: string | null
  form: Record<string, unknown>
  result?: {
    result: string
    explanation?: string | null
    certificateName?: string | null
    certificateNo?: string | null
    decisionNo?: string | null
    validFrom?: Day | null
    validTo?: Day | null
    refusalReason?: string | null
  } | null
  revision: number
}

export interface CaseView {
  case: CaseFacts
  materials: Material[]
  supplements: Supplement[]
  /** A new demand that waits for the head. */
  demand: { reason: string; materials: { id: string; name: string; state: string; reason: string }[] } | null
  special: Special[]
  handovers: Handover[]
}
