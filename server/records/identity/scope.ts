/** Which cases a member of staff may see and act on: their centre's, their bureau's, or their district's. */
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import { canSeeDistrict, canSeePlace, readsCases } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'

export interface CasePlace {
  district: string
  centre: string
  bureau: string
}

/** A centre sees what it received, a bureau what it decides, the platform's staff their district. */
export function maySee(actor: Actor, place: CasePlace): boolean {
  if (actor.side === 'platform') {
    return readsCases(actor) && canSeeDistrict(actor, place.district)
  }
  return canSeePlace(actor, { centreCode: place.centre, bureauCode: place.bureau })
}

export async function canSeeCase(db: Db, actor: Actor, caseNo: string): Promise<boolean> {
  const place = await db('case_record').where({ case_no: caseNo }).first('district', 'centre', 'bureau')
  return place !== undefined && maySee(actor, place)
}

/** @throws 404 for a case outside the scope, as for one that is not there. */
export async function assertSees(db: Db, actor: Actor, caseNo: string): Promise<void> {
  if (!(await canSeeCase(db, actor, caseNo))) throw notFound('办件')
}

interface Scoped {
  where(column: string, value: string): unknown
  whereRaw(sql: string): unknown
}

/** The same scope as a condition on a list; `alias` names a table with district, centre and bureau. */
export function scopeQuery(query: Scoped, actor: Actor, alias: string): void {
  if (actor.side === 'centre') query.where(`${alias}.centre`, actor.centreCode ?? '')
  else if (actor.side === 'bureau') query.where(`${alias}.bureau`, actor.bureauCode ?? '')
  else if (!readsCases(actor)) query.whereRaw('1 = 0')
  else if (!actor.districtCode.endsWith('0000')) query.where(`${alias}.district`, actor.districtCode)
}
