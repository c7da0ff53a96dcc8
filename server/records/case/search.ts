import type { Db } from '../../db.ts'

/** Cases found by what no list shows: the applicant's whole name, or the last four digits of the phone. */
export async function findCasesLike(db: Db, { q, hash }: { q: string; hash: string }): Promise<string[]> {
  const query = db('case_record').where({ applicant_name_hash: hash })
  if (/^\d{4}$/.test(q)) query.orWhere({ phone_tail: q })
  return query.orderBy('apply_at', 'desc').limit(500).pluck('case_no')
}
