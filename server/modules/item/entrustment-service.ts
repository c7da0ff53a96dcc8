import { randomUUID } from 'node:crypto'
import { dayOf } from '../../../workflows/clock/day.ts'
import { canSeeDistrict, canSeePlace, isCity } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { entrustmentStatus } from '../../../workflows/item/domain.ts'
import type { Db, Trx } from '../../db.ts'
import { conflict, invalid, notFound } from '../../errors.ts'
import { findBureau, findCentre, listBureaus } from '../../records/item/directory.ts'
import type { Bureau } from '../../records/item/directory.ts'
import * as repository from '../../records/item/entrustment.ts'
import type { Entrustment, EntrustmentFilter, EntrustmentTerms } from '../../records/item/entrustment.ts'
import { listItems } from '../../records/item/item.ts'

/** A centre sees its own agreements, a bureau its own, the platform's staff those of their district. */
export function visibleTo(actor: Actor): EntrustmentFilter {
  if (actor.side === 'centre') return { centre: actor.centreCode }
  if (actor.side === 'bureau') return { bureau: actor.bureauCode }
  return isCity(actor.districtCode) ? {} : { district: actor.districtCode }
}

/** Hours for a send-back 退件 where a new agreement names none. */
const defaultSendBackHours = 24

/** As it comes in: hours left out are those of before. */
export type GivenTerms = Omit<EntrustmentTerms, 'sendBackHours'> & { sendBackHours?: number }

export interface ChangeBy {
  actor: Actor
  at: string
}

/** Agrees on new terms. Throws 400 for terms that do not hold, 409 for an overlap with another agreement. */
export async function createEntrustment(trx: Trx, given: GivenTerms, by: ChangeBy): Promise<Entrustment> {
  const terms = { ...given, sendBackHours: given.sendBackHours ?? defaultSendBackHours }
  await checkTerms(trx, terms, by.actor)
  await refuseOverlap(trx, terms)
  const id = randomUUID()
  await repository.insertEntrustment(trx, id, terms, changeOf(by))
  return repository.getEntrustment(trx, id)
}

/** Changes an agreement that has not been ended. `version` is the one the page showed: two editors cannot overwrite. */
export async function changeEntrustment(
  trx: Trx,
  id: string,
  given: GivenTerms & { version?: number },
  by: ChangeBy,
): Promise<{ before: Entrustment; after: Entrustment }> {
  const before = await getOpen(trx, id, by)
  const terms = { ...given, sendBackHours: given.sendBackHours ?? before.sendBackHours }
  if (given.version !== undefined && given.version !== before.version)
    throw conflict('entrustment-changed', '该委托协议已被他人修改，请刷新后重试')
  await checkTerms(trx, terms, by.actor)
  await refuseOverlap(trx, terms, id)
  await repository.updateEntrustment(trx, id, terms, changeOf(by))
  return { before, after: await repository.getEntrustment(trx, id) }
}

/** Ends an agreement from today on. Cases already taken go on under it; new ones are not taken. */
export async function endEntrustment(
  trx: Trx,
  id: string,
  reason: string,
  by: ChangeBy,
): Promise<Entrustment> {
  await getOpen(trx, id, by)
  await repository.endEntrustment(trx, id, { on: dayOf(by.at), reason }, changeOf(by))
  return repository.getEntrustment(trx, id)
}

async function getOpen(trx: Trx, id: string, { actor, at }: ChangeBy): Promise<Entrustment> {
  const seen = await repository.findEntrustment(trx, id)
  if (!seen || !(await isManaged(trx, seen, actor))) throw notFound('委托协议')
  await repository.lockCentre(trx, seen.centre)
  const found = await repository.getEntrustment(trx, id)
  if (entrustmentStatus(found, dayOf(at)) === 'ended')
    throw conflict('entrustment-ended', '该委托协议已终止，不能再修改')
  return found
}

async function isManaged(db: Db, terms: { centre: string; bureau: string }, actor: Actor): Promise<boolean> {
  const centre = await findCentre(db, terms.centre)
  if (!centre || !canSeeDistrict(actor, centre.district)) return false
  return canSeePlace(actor, { centreCode: terms.centre, bureauCode: terms.bureau })
}

/** Terms that a body of this district and line can agree on. */
async function checkTerms(trx: Trx, terms: EntrustmentTerms, actor: Actor): Promise<void> {
  const [centre, bureau] = [await findCentre(trx, terms.centre), await findBureau(trx, terms.bureau)]
  if (!centre) throw fieldFault('centre', '没有这个政务服务中心')
  if (!bureau) throw fieldFault('bureau', '没有这个委办局')
  if (!(await isManaged(trx, terms, actor))) throw notFound('政务服务中心')
  if (terms.to < terms.from) throw fieldFault('to', '终止日期不能早于起始日期')
  if (bureau.district !== centre.district) throw fieldFault('bureau', '委托部门与中心不属于同一行政区')
  await checkItems(trx, terms.itemCodes, bureau)
  await repository.lockCentre(trx, centre.code)
}

/** A bureau can only entrust what its own line of work is in charge of (行政许可法 第二十四条). */
async function checkItems(trx: Trx, codes: string[], bureau: Bureau): Promise<void> {
  const items = new Map((await listItems(trx, { limit: 5000 })).map((item) => [item.code, item]))
  const lines = new Map((await listBureaus(trx)).map(({ code, line }) => [code, line]))
  for (const [i, code] of codes.entries()) {
    const item = items.get(code)
    if (!item) throw fieldFault(`items.${i}`, `没有已发布的事项 ${code}`)
    if (lines.get(item.bureau) !== bureau.line)
      throw fieldFault(`items.${i}`, `“${item.name}”由${item.bureauName}主管，${bureau.name}不能委托`)
  }
}

/** Two agreements in force for one item at one centre would leave open in whose name it is accepted. */
async function refuseOverlap(trx: Trx, terms: EntrustmentTerms, exceptId?: string): Promise<void> {
  const others = await repository.listCovering(trx, terms.centre, terms.itemCodes)
  const clash = others.find((other) => other.id !== exceptId && overlaps(other, terms))
  if (!clash) return
  const shared = clash.items.filter(({ code }) => terms.itemCodes.includes(code))
  throw conflict('entrustment-overlap', '与已有委托协议的事项和期限重叠', {
    detail: `${clash.no}（${clash.from} 至 ${clash.to}）：${shared.map(({ name }) => name).join('、')}`,
    extra: { entrustment: clash.id, items: shared.map(({ code }) => code) },
  })
}

function overlaps(other: Entrustment, terms: Pick<EntrustmentTerms, 'from' | 'to'>): boolean {
  if (other.from > terms.to || other.to < terms.from) return false
  return other.endedOn === null || other.endedOn > terms.from
}

function changeOf({ actor, at }: ChangeBy): repository.Change {
  return { by: actor.username, at }
}

function fieldFault(field: string, message: string) {
  return invalid([{ path: `body.${field}`, message }])
}
