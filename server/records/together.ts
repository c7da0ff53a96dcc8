/** Rows that stand or fall together, written by one statement: one round trip, and locks held for as short as can be. */
import type { Knex } from 'knex'
import type { Trx } from '../db.ts'

/**
 * None sees what another writes; keys that point from one to another are checked when all are there.
 * @returns how many rows the last one wrote; it must have a `returning`
 */
export async function writeTogether(trx: Trx, queries: Knex.QueryBuilder[]): Promise<number> {
  const named = queries.map((query, n) => [`part_${n}`, query] as const)
  const [last] = named.at(-1)!
  const together = named.reduce<Knex.QueryBuilder>(
    (all, [name, query]) => all.with(name, query),
    trx.queryBuilder(),
  )
  const row: { n: number } = await together.from(last).first(trx.raw('count(*)::int as n'))
  return row.n
}
