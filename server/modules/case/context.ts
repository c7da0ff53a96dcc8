/** What a case's rules and hints are asked with: the case, its item, its agreement and its materials. */
import type { Item } from '../../../workflows/item/domain.ts'
import type { Db } from '../../db.ts'
import { listMaterials } from '../../records/case/case.ts'
import type { CaseRow, MaterialRow } from '../../records/case/case.ts'
import { listSupplements } from '../../records/case/supplement.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import { getEntrustment } from '../../records/item/entrustment.ts'
import { findItemOfCase } from './item-of-case.ts'

export interface CaseContext {
  row: CaseRow
  item: Item
  materials: MaterialRow[]
  supplements: SupplementRow[]
  /** What the agreement lets the centre do in the bureau's name; undefined for a case outside an agreement. */
  entrusted?: readonly string[]
}

export async function caseContext(db: Db, row: CaseRow): Promise<CaseContext> {
  return {
    row,
    item: await findItemOfCase(db, row),
    materials: await listMaterials(db, row.caseNo),
    supplements: await listSupplements(db, row.caseNo),
    ...(row.entrustmentId && { entrusted: (await getEntrustment(db, row.entrustmentId)).scope }),
  }
}
