import type { Trx } from '../db.ts'
import { lockKey } from './lock.ts'

/**
 * The next number of a day in a table with `day` and `n`, without a gap: those who take one on the same day commit one
 * after the other.
 */
export async function nextOfDay(trx: Trx, table: string, day: string): Promise<number> {
  await lockKey(trx, `${table} ${day}`)
  const last = await trx(table).where({ day }).max<{ n: number | null }>('n as n').first()
  return (last?.n ?? 0) + 1
}
