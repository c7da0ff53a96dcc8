/** Shapes of the case API (GET /cases/:no and its parts), as the server's schemas give them. */
import type {
  ApplicantType,
  CaseAct,
  CaseStatus,
  Channel,
  DeliveryMethod,
  MaterialState,
} from '../../../../workflows/case/domain'
import type { ClockMode, Day, Instant, LedgerDay } from '../../../../workflows/clock/domain'
import type { DocumentType } from '../../../../workflows/item/identity-number'
import type { NotificationChannel, NotificationStatus } from '../../../../workflows/notification/domain'
import type { RingClock } from '../../bpmn/ring'

export interface ClockView extends RingClock {
  mode: ClockMode
  budget: number
  startDay: Day
  dueAt: Instant | null
  stoppedOn: Day | null
  basis?: string | null
  unitSource?: 'text' | 'guide' | 'assumed' | null
  explain: string
}

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

export interface OpenTask {
  key: string
  element: string
  name: string
  claimedBy: string | null
  claimedName: string | null
  openedAt: Instant
  openForMe: boolean
}

/** An act the person may do now; `hint` carries the real dates. */
export interface OfferedAct {
  id: CaseAct
  name: string
  task: string | null
  reason?: 'required' | 'optional'
  final?: boolean
  hint: string
  disabledReason?: string
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
  statusName: string
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
  /** The case's own time: wall time plus its offset. "Today" on this page is its day. */
  timeNow: Instant
}

export interface CaseView {
  case: CaseFacts
  clocks: ClockView[]
  tasks: OpenTask[]
  acts: OfferedAct[]
  materials: Material[]
  supplements: Supplement[]
  /** A new demand that waits for the head. */
  demand: { reason: string; materials: { id: string; name: string; state: string; reason: string }[] } | null
  special: Special[]
  handovers: Handover[]
  saving: boolean
  incidents: { element: string; code: string; message: string; at: Instant }[]
}

export interface TimelineRow {
  id: string
  at: Instant
  stage: string
  act: string
  actName: string
  actor: string
  opinion: string | null
  statusAfter: string | null
  papers: { id: string; title: string; number: string | null }[]
  /** When it takes legal effect, where that differs from when it was recorded. */
  effective?: Instant | null
  kind: 'act' | 'timer' | 'system'
}

export interface ClockLedger {
  kind: string
  kindName: string
  n: number
  explain: string
  explainPlain: string
  reading: RingClock & { dueAt: Instant | null }
  days: LedgerDay[]
}

export interface PaperRow {
  id: string
  kind: string
  title: string
  number: string | null
  issuedOn: Day
  basis: string | string[] | null
  ready: boolean
}

export interface MessageRow {
  id: string
  channel: NotificationChannel
  template: string
  text: string
  status: NotificationStatus
  sentAt: Instant | null
}

export interface NoteRow {
  id: string
  text: string
  byName: string
  at: Instant
}

export interface AuditRow {
  id: number
  at: Instant
  username: string | null
  userName?: string | null
  action: string
  outcome: 'ok' | 'refused' | 'failed'
}

export interface ActAnswer {
  revision?: number
  status?: CaseStatus
  statusName?: string
  saving?: boolean
}
