/** What a case's rules and hints are asked with: the case, its item, its agreement and its materials. */
import type { proposals } from '../../../workflows/case/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import type { Db } from '../../db.ts'
import type { CaseRow, MaterialRow } from '../../records/case/case.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import { findItemOfCase } from './item-of-case.ts'

/** As records/case/scene.sql.ts gives it. */
export interface CaseFacts {
  row: CaseRow
  materials: MaterialRow[]
  supplements: SupplementRow[]
  /** The outcome of the last review. */
  proposal: keyof typeof proposals | null
  entrusted: string[] | null
}

export interface CaseContext extends Omit<CaseFacts, 'entrusted'> {
  item: Item
  /** What the agreement lets the centre do in the bureau's name; undefined for a case outside an agreement. */
  entrusted?: readonly string[]
}

export async function caseContext(db: Db, facts: unknown): Promise<CaseContext> {
  const { entrusted, ...given } = facts as CaseFacts
  return { ...given, item: await findItemOfCase(db, given.row), ...(entrusted && { entrusted }) }
}
