import type { Knex } from 'knex'
import type { Db } from '../db.ts'

/**
 * How many rows a list has.
 * @param rows the list's query without its order; its columns are not read
 * @param most how far it is counted
 */
export async function countRows(db: Db, rows: Knex.QueryBuilder, most: number): Promise<number> {
  const counted = rows.clone().clearSelect().clearOrder().select(db.raw('1')).limit(most)
  const row = await db.count('* as n').from(counted.as('counted')).first()
  return Number(row?.n)
}
