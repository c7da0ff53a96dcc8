/** Finding records by their search entries: one condition for every list, and Ctrl-K (the rule is in server/search.ts). */
import type { Knex } from 'knex'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import type { Sought } from '../../search.ts'
import { scopeQuery } from '../identity/scope.ts'

const mostHits = 12

export interface Hit {
  caseNo: string
  itemName: string
  applicantMasked: string
  status: CaseStatus
}

/**
 * Narrows a list to what was sought. Joined by key, so that PostgreSQL, which knows how frequent each pair is, walks the
 * list in its order for a frequent word and begins with the word for a rare one.
 * @param record condition that names the record of an entry `e` by columns of the list; never from outside
 */
export function whereFound(query: Knex.QueryBuilder, record: string, { pairs, exact }: Sought): void {
  query.joinRaw(`join search_entry e on ${record}`)
  if (pairs.length === 0) query.whereRaw('e.keys && ?::text[]', [exact])
  else query.whereRaw('(e.keys @> ?::text[] or e.keys && ?::text[])', [pairs, exact])
}

export const caseEntry = `e.number = c.case_no and e.noun = 'case'`

/** Ctrl-K: the few cases somebody means, newest first. */
export async function searchCases(db: Db, actor: Actor, sought: Sought): Promise<Hit[]> {
  const query: Knex.QueryBuilder = db('case_record as c')
  whereFound(query, caseEntry, sought)
  scopeQuery(query, actor, 'c')
  return query.orderByRaw('c.apply_at desc, c.case_no desc').limit(mostHits).select({
    caseNo: 'c.case_no',
    itemName: 'c.item_name',
    applicantMasked: 'c.applicant_name_masked',
    status: 'c.status',
  })
}
