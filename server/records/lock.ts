import type { Db } from '../db.ts'

/** Those who name the same key decide one after the other, until their transaction ends. */
export async function lockKey(trx: Db, key: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [key])
}
