import type { ApplicantType } from '../../../workflows/case/domain.ts'
import type {
  HandlingMode,
  Item,
  ItemStatus,
  LegalBasis,
  MaterialSpec,
  SpecialStage,
  Terms,
  Verification,
} from '../../../workflows/item/domain.ts'
import type { Db, Trx } from '../../db.ts'
import { keptForever } from '../kept.ts'
import { containing } from '../like.ts'

export interface ItemFilter {
  /** Part of the name or the code. */
  q?: string
  bureau?: string
  theme?: string
  applicantType?: ApplicantType
  limit: number
}

interface ItemRow {
  code: string
  version: number
  status: ItemStatus
  name: string
  item_type: string
  bureau: string
  bureau_name: string
  mode: HandlingMode
  theme: string
  one_thing: string | null
  applicant_types: ApplicantType[]
  terms: Terms
  basis: LegalBasis[]
  materials: MaterialSpec[]
  special_stages: SpecialStage[]
  verified: Verification
  result_name: string
  basic_code: string
  implementing_code: string
  handling_code: string
}

function items(db: Db) {
  return db('item as i').join('bureau as b', 'b.code', 'i.bureau').select('i.*', { bureau_name: 'b.name' })
}

/** Items in force, by code. */
export async function listItems(db: Db, filter: ItemFilter): Promise<Item[]> {
  const query = items(db).where('i.status', 'published').orderBy('i.code').limit(filter.limit)
  if (filter.q) {
    const like = containing(filter.q)
    query.where((either) => either.whereILike('i.name', like).orWhereILike('i.code', like))
  }
  if (filter.bureau) query.where('i.bureau', filter.bureau)
  if (filter.theme) query.where('i.theme', filter.theme)
  if (filter.applicantType)
    query.whereRaw('i.applicant_types @> ?::jsonb', [JSON.stringify([filter.applicantType])])
  return (await query).map(toItem)
}

/** The version in force. */
export async function findItem(db: Db, code: string): Promise<Item | undefined> {
  const row = await items(db).where({ 'i.code': code, 'i.status': 'published' }).first()
  return row && toItem(row)
}

/** The version a case was taken under, whatever has been published since. */
export async function getItem(db: Db, code: string, version: number): Promise<Item> {
  const item = await keptVersion(db, `${code}@${version}`)
  if (!item) throw new Error(`item-missing: ${code} version ${version}`)
  return item
}

/** A published version never changes; whether it is still in force, a case does not ask. */
const keptVersion = keptForever<Item>((db, key) => {
  const cut = key.lastIndexOf('@')
  return findItemVersion(db, key.slice(0, cut), Number(key.slice(cut + 1)))
})

async function findItemVersion(db: Db, code: string, version: number): Promise<Item | undefined> {
  const row = await items(db).where({ 'i.code': code, 'i.version': version }).first()
  return row && toItem(row)
}

export type NewItem = Omit<Item, 'version' | 'status' | 'bureauName'>

/**
 * Puts a new version in force and withdraws the one before it, which its open cases keep. Publications of one item
 * stand in line on its rows; the unique index on published versions catches the first two.
 */
export async function insertVersion(trx: Trx, item: NewItem, by: string, at: string): Promise<number> {
  const before = await trx('item')
    .where({ code: item.code })
    .orderBy('version', 'desc')
    .forUpdate()
    .first('version')
  const version = ((before?.version as number | undefined) ?? 0) + 1
  await trx('item').where({ code: item.code, status: 'published' }).update({ status: 'withdrawn' })
  await trx('item').insert({
    ...toRow(item),
    version,
    status: 'published',
    published_at: at,
    published_by: by,
  })
  return version
}

function toRow(item: NewItem) {
  return {
    code: item.code,
    name: item.name,
    item_type: item.itemType,
    bureau: item.bureau,
    mode: item.mode,
    theme: item.theme,
    one_thing: item.oneThing,
    applicant_types: JSON.stringify(item.applicantTypes),
    terms: JSON.stringify(item.terms),
    basis: JSON.stringify(item.basis),
    materials: JSON.stringify(item.materials),
    special_stages: JSON.stringify(item.specialStages),
    verified: item.verified,
    result_name: item.resultName,
    basic_code: item.codes.basic,
    implementing_code: item.codes.implementing,
    handling_code: item.codes.handling,
  }
}

function toItem(row: ItemRow): Item {
  return {
    code: row.code,
    version: row.version,
    status: row.status,
    name: row.name,
    itemType: row.item_type,
    bureau: row.bureau,
    bureauName: row.bureau_name,
    mode: row.mode,
    theme: row.theme,
    oneThing: row.one_thing,
    applicantTypes: row.applicant_types,
    terms: row.terms,
    basis: row.basis,
    materials: row.materials,
    specialStages: row.special_stages,
    verified: row.verified,
    resultName: row.result_name,
    codes: { basic: row.basic_code, implementing: row.implementing_code, handling: row.handling_code },
  }
}
