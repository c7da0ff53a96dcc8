/** 补正, hand-overs and special procedures of a case: rows of the engine's steps. */
import type { Db } from '../../db.ts'
import { themeOf } from './case.ts'
import type { CaseRow } from './case.ts'

export interface SupplementItem {
  materialId: string
  name: string
  state: 'missing' | 'defective'
  reason: string
}

export interface SupplementRow {
  id: string
  round: number
  clockN: number
  phase: 'acceptance' | 'handling'
  newDemand: boolean
  list: SupplementItem[]
  toldAt: string
  deliveredAt: string | null
  deliveredDay: string | null
  deliveryMethod: string | null
  supplementedAt: string | null
  /** Its notice, once printed. */
  paperId: string | null
  status: 'open' | 'complete' | 'expired' | 'ended'
}

export async function listSupplements(db: Db, caseNo: string): Promise<SupplementRow[]> {
  return db('case_supplement').where({ case_no: caseNo }).orderBy(['phase', 'round']).select({
    id: 'id',
    round: 'round',
    clockN: 'clock_n',
    phase: 'phase',
    newDemand: 'new_demand',
    list: 'list',
    toldAt: 'told_at',
    deliveredAt: 'delivered_at',
    deliveredDay: 'delivered_day',
    deliveryMethod: 'delivery_method',
    supplementedAt: 'supplemented_at',
    paperId: 'paper_id',
    status: 'status',
  })
}

export async function findOpenSupplement(
  db: Db,
  caseNo: string,
  phase: 'acceptance' | 'handling',
): Promise<SupplementRow | undefined> {
  return (await listSupplements(db, caseNo)).find((row) => row.phase === phase && row.status === 'open')
}

export async function addSupplement(
  trx: Db,
  row: CaseRow,
  supplement: {
    id: string
    round: number
    clockN: number
    phase: 'acceptance' | 'handling'
    newDemand: boolean
    reason: string | null
    list: SupplementItem[]
    toldAt: string
    toldBy: string
  },
): Promise<void> {
  await trx('case_supplement').insert({
    id: supplement.id,
    case_no: row.caseNo,
    round: supplement.round,
    clock_n: supplement.clockN,
    phase: supplement.phase,
    new_demand: supplement.newDemand,
    reason: supplement.reason,
    list: JSON.stringify(supplement.list),
    told_at: supplement.toldAt,
    told_by: supplement.toldBy,
  })
}

export async function recordSupplementDelivery(
  trx: Db,
  id: string,
  delivery: { at: string; day: string; method: string; proof: string | null },
): Promise<void> {
  await trx('case_supplement').where({ id }).update({
    delivered_at: delivery.at,
    delivered_day: delivery.day,
    delivery_method: delivery.method,
    delivery_proof: delivery.proof,
  })
}

/** A repeated demand rests on the delivery of the notice before it. */
export async function copyDelivery(trx: Db, from: SupplementRow, to: string): Promise<void> {
  await trx('case_supplement').where({ id: to }).update({
    delivered_at: from.deliveredAt,
    delivered_day: from.deliveredDay,
    delivery_method: from.deliveryMethod,
    delivery_proof: '沿用首次告知书的送达',
  })
}

export async function closeSupplement(
  trx: Db,
  id: string,
  close: { status: 'complete' | 'expired' | 'ended'; at: string; takenBy: string | null },
): Promise<void> {
  await trx('case_supplement')
    .where({ id })
    .update({
      status: close.status,
      ...(close.status === 'complete' && { supplemented_at: close.at, taken_by: close.takenBy }),
    })
}

export async function addHandover(
  trx: Db,
  row: CaseRow,
  handover: {
    id: string
    direction: 'to-bureau' | 'to-centre'
    list: unknown
    reason: string | null
    byName: string
    at: string
  },
): Promise<void> {
  const last = await trx('case_handover')
    .where({ case_no: row.caseNo, direction: handover.direction })
    .max<{ n: number | null }[]>('n as n')
    .first()
  await trx('case_handover').insert({
    id: handover.id,
    case_no: row.caseNo,
    n: (last?.n ?? 0) + 1,
    direction: handover.direction,
    list: JSON.stringify(handover.list),
    reason: handover.reason,
    by_name: handover.byName,
    at: handover.at,
  })
}

export interface SpecialRow {
  id: string
  kind: string
  name: string
  reason: string
  basis: string | null
  countsStatutory: boolean
  countsPromised: boolean
  startedAt: string
  endedAt: string | null
  limitDays: number | null
}

export async function listSpecials(db: Db, caseNo: string): Promise<SpecialRow[]> {
  return db('case_special').where({ case_no: caseNo }).orderBy('started_at').select({
    id: 'id',
    kind: 'kind',
    name: 'name',
    reason: 'reason',
    basis: 'basis',
    countsStatutory: 'counts_statutory',
    countsPromised: 'counts_promised',
    startedAt: 'started_at',
    endedAt: 'ended_at',
    limitDays: 'limit_days',
  })
}

export async function addSpecial(
  trx: Db,
  row: CaseRow,
  special: Omit<SpecialRow, 'endedAt'> & { appliedBy: string; approver?: string },
): Promise<void> {
  await trx('case_special').insert({
    id: special.id,
    case_no: row.caseNo,
    kind: special.kind,
    name: special.name,
    reason: special.reason,
    basis: special.basis,
    counts_statutory: special.countsStatutory,
    counts_promised: special.countsPromised,
    applied_by: special.appliedBy,
    approver: special.approver ?? null,
    started_at: special.startedAt,
    limit_days: special.limitDays,
    limit_unit: special.limitDays === null ? null : 'working-day',
    told_at: special.startedAt,
    ...themeOf(row),
  })
}

export async function endSpecial(
  trx: Db,
  id: string,
  end: { at: string; result: string; opinion: string | null },
): Promise<void> {
  await trx('case_special')
    .where({ id })
    .update({ ended_at: end.at, result: end.result, opinion: end.opinion })
}
