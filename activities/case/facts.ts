/** A case as its services see it, and what they change of it. Pure; the rows of what was changed are written whole. */
import type { Plan, Call, Service } from '../process/plan.ts'
import { lightOf, nextClock, shownClock } from '../process/tasks.ts'
import type { LoadedAct, StepRows } from '../../server/records/process/step.ts'
import type { SupplementItem } from '../../server/records/case/supplement.ts'
import type { CaseStatus, MaterialState } from '../../workflows/case/domain.ts'
import type { Rung } from '../../workflows/clock/domain.ts'
import type { Item } from '../../workflows/item/domain.ts'

export interface CaseFacts {
  row: CaseRow
  materials: Material[]
  supplements: Supplement[]
  specials: Special[]
  handovers: Partial<Record<Handover['direction'], number>>
  newHandovers?: Handover[]
  result: CaseResult | null
  entrustment: { no: string; sendBackHours: number } | null
  centre: Body & { address: string; phone: string; hours: string }
  bureau: Body & { court: string; reconsideration: string }
  reminders: Record<string, Rung[]>
  demand: LoadedAct | null
  extensionRequest: LoadedAct | null
  /** The newest request to end after acceptance; its approval carries it out. */
  endProposal: LoadedAct | null
  decision: { stepKey: string; kind: string } | null
  /** The version it was taken under. */
  item: Item
}

export interface CaseRow {
  caseNo: string
  itemCode: string
  itemVersion: number
  itemName: string
  itemType: string
  status: CaseStatus
  mark: string | null
  centre: string
  bureau: string
  applicantType: string
  applicantNameEnc: string
  documentNoMasked: string
  phoneEnc: string
  phoneMasked: string
  querySecretEnc: string
  eDelivery: boolean
  applyAt: string
  receivedDay: string
  acceptedAt: string | null
  acceptedDay: string | null
  deemedAccepted: boolean
  handedOverAt: string | null
  sendBackUntil: string | null
  decidedAt: string | null
  endedAt: string | null
  themeCode: string | null
  themeName: string | null
  themeCaseNo: string | null
}

interface Body {
  code: string
  name: string
  mark: string
}

/** How a material came: `none` where there is neither paper nor file. */
export type Medium = 'paper' | 'electronic' | 'none'

export interface Material {
  id: string
  n: number
  name: string
  state: MaterialState
  reason: string | null
  firstNotice: boolean
  round: number
  medium: Medium
}

export interface Supplement {
  id: string
  round: number
  clockN: number
  phase: 'acceptance' | 'handling'
  newDemand: boolean
  reason: string | null
  list: SupplementItem[]
  toldAt: string
  toldBy: string
  deliveredAt: string | null
  deliveredDay: string | null
  deliveryMethod: string | null
  deliveryProof: string | null
  supplementedAt: string | null
  takenBy: string | null
  status: 'open' | 'complete' | 'expired' | 'ended'
}

export interface Special {
  id: string
  kind: string
  name: string
  reason: string
  basis: string | null
  countsStatutory: boolean
  countsPromised: boolean
  appliedBy: string
  startedAt: string
  endedAt: string | null
  result: string | null
  opinion: string | null
  limitDays: number | null
}

export interface Handover {
  id: string
  n: number
  direction: 'to-bureau' | 'to-centre'
  list: { n: number; name: string; state: string }[]
  reason: string | null
  byName: string
  at: string
}

export interface CaseResult {
  endedAt: string
  result: 'issued' | 'refused' | 'void' | 'deleted' | 'forwarded' | 'returned' | 'not-accepted'
  explanation: string | null
  certificateName: string | null
  certificateNo: string | null
  validFrom: string | null
  validTo: string | null
  refusalReason: string | null
  delivered: boolean
  deliveredAt: string | null
  deliveryMethod: string | null
}

export type CasePlan = Plan<CaseFacts>
export type CaseService = Service<CaseFacts>

/** Hours in which a bureau may send back where the agreement names none. */
const defaultSendBackHours = 24

export const sendBackHoursOf = ({ entrustment }: CaseFacts): number =>
  entrustment?.sendBackHours ?? defaultSendBackHours

/** Ids of rows that a step adds: `<case>/<key of the step>`. */
export const rowId = (plan: CasePlan, call: Pick<Call, 'key'>): string =>
  `${plan.facts.row.caseNo}/${call.key}`

export function changeMaterial(
  plan: CasePlan,
  id: string,
  change: Partial<Pick<Material, 'state' | 'reason' | 'firstNotice' | 'round'>>,
): Material {
  const material = plan.facts.materials.find((one) => one.id === id)
  if (!material) throw new TypeError(`no material ${id}`)
  plan.touch('material', id)
  return Object.assign(material, change)
}

export function addSupplement(
  plan: CasePlan,
  supplement: Pick<
    Supplement,
    'id' | 'round' | 'clockN' | 'phase' | 'newDemand' | 'list' | 'toldAt' | 'toldBy' | 'reason'
  >,
): Supplement {
  const added: Supplement = {
    ...{ deliveredAt: null, deliveredDay: null, deliveryMethod: null, deliveryProof: null },
    ...{ supplementedAt: null, takenBy: null, status: 'open' as const },
    ...supplement,
  }
  plan.facts.supplements.push(added)
  return changeSupplement(plan, added, {})
}

export function changeSupplement(
  plan: CasePlan,
  supplement: Supplement,
  change: Partial<Supplement>,
): Supplement {
  plan.touch('supplement', supplement.id)
  return Object.assign(supplement, change)
}

/** @throws TypeError where none is open: the drawing led to a step it has no facts for */
export function openSupplement(
  { facts }: CasePlan,
  call: Pick<Call, 'key'>,
  phase: Supplement['phase'],
): Supplement {
  const open = facts.supplements.find((one) => one.phase === phase && one.status === 'open')
  if (!open) throw new TypeError(`no open supplement for ${call.key}`)
  return open
}

/** 移交 or 退件: the list as it was, with who gave it. */
export function addHandover(
  plan: CasePlan,
  call: Pick<Call, 'key' | 'cause'>,
  direction: Handover['direction'],
  byName: string,
): void {
  const { facts } = plan
  const n = (facts.handovers[direction] ?? 0) + 1
  facts.handovers[direction] = n
  facts.newHandovers = [
    ...(facts.newHandovers ?? []),
    {
      ...{ id: rowId(plan, call), n, direction, byName, reason: plan.said('reason'), at: call.cause.at },
      list: facts.materials.map(({ n: number, name, state }) => ({ n: number, name, state })),
    },
  ]
}

export function addSpecial(plan: CasePlan, special: Omit<Special, 'endedAt' | 'result' | 'opinion'>): void {
  plan.facts.specials.push({ ...special, endedAt: null, result: null, opinion: null })
  plan.touch('special', special.id)
}

export function endSpecial(plan: CasePlan, special: Special, end: Partial<Special>): void {
  Object.assign(special, end)
  plan.touch('special', special.id)
}

/** 办结: one row a case, written by the step that ends or decides it. */
export function writeResult(
  plan: CasePlan,
  result: Pick<CaseResult, 'endedAt' | 'result'> & Partial<CaseResult>,
): void {
  plan.facts.result = {
    ...{ explanation: null, certificateName: null, certificateNo: null, validFrom: null, validTo: null },
    ...{ refusalReason: null, delivered: false, deliveredAt: null, deliveryMethod: null },
    ...result,
  }
  plan.touch('result')
}

export const themeOf = ({ row }: CaseFacts) => ({
  theme_code: row.themeCode,
  theme_name: row.themeName,
  theme_case_no: row.themeCaseNo,
})

/** The rows of what was changed; the case's own row with every step, for its lists. */
export function caseRows(plan: CasePlan, at: string): StepRows {
  const { facts } = plan
  const { caseNo } = facts.row
  const case_no = caseNo
  return {
    caseRow: plan.isMoved ? [recordRow(plan, at)] : [],
    caseMaterials: facts.materials
      .filter(({ id }) => plan.isTouched('material', id))
      .map(({ id, state, reason, firstNotice, round }) => ({
        ...{ id, state, reason, round, first_notice: firstNotice, changed_at: at },
      })),
    caseSupplements: facts.supplements
      .filter(({ id }) => plan.isTouched('supplement', id))
      .map((one) => ({
        ...{ id: one.id, case_no, round: one.round, clock_n: one.clockN, phase: one.phase, list: one.list },
        ...{ new_demand: one.newDemand, reason: one.reason, told_at: one.toldAt, told_by: one.toldBy },
        ...{ delivered_at: one.deliveredAt, delivered_day: one.deliveredDay, status: one.status },
        ...{ delivery_method: one.deliveryMethod, delivery_proof: one.deliveryProof },
        ...{ supplemented_at: one.supplementedAt, taken_by: one.takenBy },
      })),
    caseSpecials: facts.specials
      .filter(({ id }) => plan.isTouched('special', id))
      .map((one) => ({
        ...{ id: one.id, case_no, kind: one.kind, name: one.name, reason: one.reason, basis: one.basis },
        ...{ counts_statutory: one.countsStatutory, counts_promised: one.countsPromised },
        ...{
          applied_by: one.appliedBy,
          started_at: one.startedAt,
          ended_at: one.endedAt,
          result: one.result,
        },
        ...{ opinion: one.opinion, limit_days: one.limitDays, told_at: one.startedAt, ...themeOf(facts) },
        limit_unit: one.limitDays === null ? null : 'working-day',
      })),
    caseHandovers: (facts.newHandovers ?? []).map(({ byName, ...one }) => ({
      ...one,
      case_no,
      by_name: byName,
    })),
    caseResults: facts.result && plan.isTouched('result') ? [resultRow(plan, facts.result)] : [],
  }
}

function recordRow(plan: CasePlan, at: string) {
  const { row } = plan.facts
  const next = nextClock(plan)
  const light = lightOf(shownClock(plan), at)
  return {
    ...{ case_no: row.caseNo, status: row.status, mark: row.mark, accepted_at: row.acceptedAt },
    ...{ accepted_day: row.acceptedDay, deemed_accepted: row.deemedAccepted, decided_at: row.decidedAt },
    ...{ handed_over_at: row.handedOverAt, send_back_until: row.sendBackUntil, ended_at: row.endedAt },
    step_name: [...new Set(plan.openNames)].join('、').slice(0, 120) || null,
    ...{ next_due_at: next?.dueAt ?? null, next_clock: next?.kind ?? null },
    ...{ next_yellow_at: light.yellow_at, next_red_at: light.red_at },
    ...{ rest_from: light.pause_from, rest_until: light.pause_until },
    ...{ revision: plan.instance.revision, changed_at: at },
  }
}

function resultRow(plan: CasePlan, one: CaseResult) {
  return {
    ...{ case_no: plan.facts.row.caseNo, ended_at: one.endedAt, result: one.result },
    ...{ explanation: one.explanation, certificate_name: one.certificateName },
    ...{ certificate_no: one.certificateNo, valid_from: one.validFrom, valid_to: one.validTo },
    ...{ refusal_reason: one.refusalReason, delivered: one.delivered, delivered_at: one.deliveredAt },
    ...{ delivery_method: one.deliveryMethod, ...themeOf(plan.facts) },
  }
}
