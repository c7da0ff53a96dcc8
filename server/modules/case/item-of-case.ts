/** The item version a case was taken under. */
import type { Db } from '../../db.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import { getItem } from '../../records/item/item.ts'
import type { CaseRow } from '../../records/case/case.ts'

export function findItemOfCase(db: Db, row: Pick<CaseRow, 'itemCode' | 'itemVersion'>): Promise<Item> {
  return getItem(db, row.itemCode, row.itemVersion)
}
