import { randomUUID } from 'node:crypto'
import type { Db } from '../../db.ts'
import { lockKey } from '../lock.ts'

/** Filters somebody keeps as tabs. Their own only; nobody else reads them. */
export interface SavedFilter {
  id: string
  name: string
  filter: Record<string, string>
}

const columns = ['id', 'name', 'filter'] as const

export async function listFilters(db: Db, userId: string, list: string): Promise<SavedFilter[]> {
  return db('saved_filter').where({ user_id: userId, list }).orderBy(['n', 'id']).select(columns)
}

/** Adds one behind the others of its list. Undefined when there are `most` already. */
export async function addFilter(
  trx: Db,
  userId: string,
  { list, name, filter }: Omit<SavedFilter, 'id'> & { list: string },
  most: number,
): Promise<SavedFilter | undefined> {
  // Two windows of one person save one after the other, so that the limit holds.
  await lockKey(trx, `saved_filter:${userId}`)
  const { count, last } = await trx('saved_filter')
    .where({ user_id: userId, list })
    .first(trx.raw('count(*) as count, coalesce(max(n), 0) as last'))
  if (Number(count) >= most) return undefined
  const row = {
    id: randomUUID(),
    user_id: userId,
    list,
    name,
    filter: JSON.stringify(filter),
    n: Number(last) + 1,
  }
  const [added] = await trx('saved_filter').insert(row).returning(columns)
  return added
}

export async function removeFilter(trx: Db, userId: string, id: string): Promise<boolean> {
  return (await trx('saved_filter').where({ id, user_id: userId }).delete()) > 0
}
