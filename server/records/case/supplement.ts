/** 补正 and special procedures of a case, as pages and rules read them. */
import type { DeliveryMethod } from '../../../workflows/case/domain.ts'
import type { Db } from '../../db.ts'

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
  deliveryMethod: DeliveryMethod | null
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
