/** Ctrl-K: the few cases somebody means by a number, a whole name, a document, a phone or an item. */
import type { Knex } from 'knex'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import { escapeLike } from '../like.ts'

const mostHits = 12

export interface Hit {
  caseNo: string
  itemName: string
  applicantMasked: string
  status: CaseStatus
}

export interface Sought {
  q: string
  nameHash: string
  documentHash: string
  phoneHash: string
}

/** Each way to find a case uses its own index and gives few rows; the surest ways come first. */
export async function searchCases(db: Db, actor: Actor, { q, ...hashes }: Sought): Promise<Hit[]> {
  const part = escapeLike(q)
  const ways: ((query: Knex.QueryBuilder) => void)[] = [
    (query) => query.where('c.case_no', q),
    (query) => query.where('c.document_no_hash', hashes.documentHash),
    (query) => query.where('c.applicant_name_hash', hashes.nameHash),
    (query) => query.where('c.phone_hash', hashes.phoneHash),
    ...(/^\d{4}$/.test(q) ? [(query: Knex.QueryBuilder) => void query.where('c.phone_tail', q)] : []),
    (query) => query.whereLike('c.case_no', `%${part}%`),
    (query) => query.whereILike('c.item_name', `%${part}%`),
  ]
  const found = ways.map((narrow, rank) => {
    const query: Knex.QueryBuilder = db('case_record as c')
    scopeQuery(query, actor, 'c')
    narrow(query)
    return query
      .orderByRaw('c.apply_at desc, c.case_no desc')
      .limit(mostHits)
      .select('c.case_no', 'c.item_name', 'c.applicant_name_masked', 'c.status', 'c.apply_at')
      .select(db.raw('? as rank', [rank]))
  })
  return db
    .from(db.unionAll(found, true).as('found'))
    .groupBy('case_no', 'item_name', 'applicant_name_masked', 'status', 'apply_at')
    .orderByRaw('min(rank), apply_at desc, case_no desc')
    .limit(mostHits)
    .select({
      caseNo: 'case_no',
      itemName: 'item_name',
      applicantMasked: 'applicant_name_masked',
      status: 'status',
    })
}
