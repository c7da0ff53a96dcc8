/** Shapes of `/api/instances/…`, as the server's schemas give them. */
import type { ClockMode, Day, Instant, LedgerDay } from '../../../../../workflows/clock/domain'
import type { NotificationChannel, NotificationStatus } from '../../../../../workflows/notification/domain'
import type { StatusWords } from '../../../../../workflows/nouns'
import type { RingClock } from '../../../bpmn/ring'

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

export interface OpenTask {
  key: string
  element: string
  name: string
  claimedBy: string | null
  claimedName: string | null
  openedAt: Instant
  openForMe: boolean
  /** Of a step several people do: what this one is about. */
  item?: unknown
}

/** An act the person may do now, or why not; `hint` carries the real dates. */
export interface OfferedAct {
  id: string
  name: string
  /** Task key, or `message:<name>`. */
  task: string
  message: boolean
  form: string | null
  reason?: 'required' | 'optional'
  final?: boolean
  hint: string
  disabledReason?: string
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
  recordedAt: Instant
  /** From when it has effect, where it was written down later. */
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
  detail?: Record<string, unknown>
  outcome: 'ok' | 'refused' | 'failed'
}

export interface ActAnswer {
  revision?: number
  status?: string
  statusName?: string
  saving?: boolean
}

export interface Opinion {
  task: string
  act: string
  actName: string
  actorName: string
  at: Instant
  reason: string | null
  /** What this one was about. */
  item?: unknown
}

/** A step several people do, each for themselves. */
export interface Panel {
  element: string
  name: string
  opinions: Opinion[]
  /** How many have not spoken yet. */
  open: number
}

export interface InstanceView {
  id: string
  noun: string
  nounName: string
  number: string
  kind: string
  kindName: string
  title: string
  whoMasked: string
  status: string
  statusName: string
  tone: StatusWords['tone']
  open: boolean
  startedAt: Instant
  endedAt: Instant | null
  revision: number
  /** The instance's own time: wall time plus its offset. "Today" on this page is its day. */
  timeNow: Instant
  clocks: ClockView[]
  tasks: OpenTask[]
  acts: OfferedAct[]
  panels: Panel[]
  saving: boolean
  incidents: { element: string; code: string; message: string; at: Instant }[]
}
