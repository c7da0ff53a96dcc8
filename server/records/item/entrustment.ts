import type { EntrustmentScope } from '../../../workflows/item/domain.ts'
import type { Db, Trx } from '../../db.ts'

/** An agreement. Days are YYYY-MM-DD, `to` inclusive; from `endedOn` on nothing is taken under it. */
export interface Entrustment {
  id: string
  no: string
  bureau: string
  bureauName: string
  centre: string
  centreName: string
  items: { code: string; name: string }[]
  scope: EntrustmentScope[]
  from: string
  to: string
  sealName: string
  /** Hours from the hand-over in which the bureau may send a case back 退件. */
  sendBackHours: number
  endedOn: string | null
  endReason: string | null
  version: number
}

const columns = {
  id: 'e.id',
  no: 'e.no',
  bureau: 'e.bureau',
  bureauName: 'b.name',
  centre: 'e.centre',
  centreName: 'c.name',
  scope: 'e.scope',
  from: 'e.valid_from',
  to: 'e.valid_to',
  sealName: 'e.seal_name',
  sendBackHours: 'e.send_back_hours',
  endedOn: 'e.ended_on',
  endReason: 'e.end_reason',
  version: 'e.version',
}
const itemsOf = `(select coalesce(json_agg(json_build_object('code', x.item_code,
  'name', coalesce(i.name, x.item_code)) order by x.item_code), '[]') from entrustment_item x
  left join item i on i.code = x.item_code and i.status = 'published' where x.entrustment_id = e.id) as items`

function entrustments(db: Db) {
  return db('entrustment as e')
    .join('bureau as b', 'b.code', 'e.bureau')
    .join('centre as c', 'c.code', 'e.centre')
    .select(columns)
    .select(db.raw(itemsOf))
}

export interface EntrustmentFilter {
  centre?: string
  bureau?: string
  /** Centres of this district only. */
  district?: string
}

/** Newest term first. */
export async function listEntrustments(db: Db, filter: EntrustmentFilter): Promise<Entrustment[]> {
  const query = entrustments(db).orderBy([{ column: 'e.valid_from', order: 'desc' }, { column: 'e.no' }])
  if (filter.centre) query.where('e.centre', filter.centre)
  if (filter.bureau) query.where('e.bureau', filter.bureau)
  if (filter.district) query.where('c.district', filter.district)
  return query
}

export async function findEntrustment(db: Db, id: string): Promise<Entrustment | undefined> {
  return entrustments(db).where('e.id', id).first()
}

/** For what a case already names. */
export async function getEntrustment(db: Db, id: string): Promise<Entrustment> {
  const found = await findEntrustment(db, id)
  if (!found) throw new Error(`entrustment-missing: ${id}`)
  return found
}

/** Agreements of a centre that name one of the items, whatever their dates. */
export async function listCovering(
  db: Db,
  centre: string,
  itemCodes?: readonly string[],
): Promise<Entrustment[]> {
  const query = entrustments(db).where('e.centre', centre).orderBy('e.valid_from')
  if (itemCodes)
    query.whereExists(
      db('entrustment_item as x')
        .select(db.raw('1'))
        .whereRaw('x.entrustment_id = e.id')
        .whereIn('x.item_code', [...itemCodes]),
    )
  return query
}

/** Agreements of one centre stand in line until the transaction ends: two that overlap cannot both pass the check. */
export async function lockCentre(trx: Trx, centre: string): Promise<void> {
  await trx('centre').where({ code: centre }).forUpdate().first('code')
}

export type EntrustmentTerms = Pick<
  Entrustment,
  'no' | 'bureau' | 'centre' | 'scope' | 'from' | 'to' | 'sealName' | 'sendBackHours'
> & { itemCodes: string[] }

export interface Change {
  by: string
  at: string
}

export async function insertEntrustment(
  trx: Trx,
  id: string,
  terms: EntrustmentTerms,
  change: Change,
): Promise<void> {
  await trx('entrustment').insert({ id, ...toRow(terms, change) })
  await insertItems(trx, id, terms.itemCodes)
}

export async function updateEntrustment(
  trx: Trx,
  id: string,
  terms: EntrustmentTerms,
  change: Change,
): Promise<void> {
  await trx('entrustment')
    .where({ id })
    .update({ ...toRow(terms, change), version: trx.raw('version + 1') })
  await trx('entrustment_item').where({ entrustment_id: id }).delete()
  await insertItems(trx, id, terms.itemCodes)
}

export async function endEntrustment(
  trx: Trx,
  id: string,
  end: { on: string; reason: string },
  change: Change,
): Promise<void> {
  await trx('entrustment')
    .where({ id })
    .update({
      status: 'ended',
      ended_on: end.on,
      end_reason: end.reason,
      version: trx.raw('version + 1'),
      changed_at: change.at,
      changed_by: change.by,
    })
}

function toRow(terms: EntrustmentTerms, change: Change) {
  return {
    no: terms.no,
    bureau: terms.bureau,
    centre: terms.centre,
    scope: JSON.stringify(terms.scope),
    valid_from: terms.from,
    valid_to: terms.to,
    seal_name: terms.sealName,
    send_back_hours: terms.sendBackHours,
    changed_at: change.at,
    changed_by: change.by,
  }
}

async function insertItems(trx: Trx, id: string, codes: string[]): Promise<void> {
  await trx('entrustment_item').insert(codes.map((code) => ({ entrustment_id: id, item_code: code })))
}
