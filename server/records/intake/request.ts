import type { Knex } from 'knex'
import type { Db, Trx } from '../../db.ts'

/** A submission by its Idempotency-Key. */
export interface IntakeRequest {
  id: string
  userId: number
  /** sha256 of the body: the same key with another body is a mistake of the caller. */
  digest: string
  caseNo: string
}

/**
 * Claims a key for this transaction. False when a twin has it: the insert waits for a twin that is under way, so after
 * false the twin's answer stands in the table. When the twin rolled back, the key is ours.
 */
export async function claimKey(
  trx: Trx,
  request: Omit<IntakeRequest, 'caseNo'>,
  at: string,
): Promise<boolean> {
  const inserted = await trx('intake_request')
    .insert({ id: request.id, user_id: request.userId, digest: request.digest, at })
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** The key's case. Written with what else opens it (together.ts). */
export function requestRow(trx: Trx, id: string, caseNo: string): Knex.QueryBuilder {
  return trx('intake_request').where({ id }).update({ case_no: caseNo })
}

export async function findRequest(db: Db, id: string): Promise<IntakeRequest | undefined> {
  return db('intake_request')
    .select({ id: 'id', userId: 'user_id', digest: 'digest', caseNo: 'case_no' })
    .where({ id })
    .first()
}
