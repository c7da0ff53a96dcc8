/** What never changes once it is written is read once a process: versions of items and definitions. */
import type { Db } from '../db.ts'

const mostKept = 500

/** What stands for a pool: a transaction has a client of its own, but shares the pool's configuration object. */
export const poolOf = (db: Db): object => db.client.config as object

/** `read` by its key, once for each pool; what is not there is asked for again. */
export function keptForever<T>(read: (db: Db, key: string) => Promise<T | undefined>) {
  const pools = new WeakMap<object, Map<string, T>>()
  return async (db: Db, key: string): Promise<T | undefined> => {
    const kept = pools.get(poolOf(db)) ?? new Map<string, T>()
    pools.set(poolOf(db), kept)
    const known = kept.get(key)
    if (known !== undefined) return known
    const found = await read(db, key)
    if (found === undefined) return undefined
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, found)
    return found
  }
}
