/** What never changes once it is written is read once a process: versions of items and definitions. */
import type { Db } from '../db.ts'

const mostKept = 500

/** `read` by its key, once for each database; what is not there is asked for again. */
export function keptForever<T>(read: (db: Db, key: string) => Promise<T | undefined>) {
  const homes = new WeakMap<object, Map<string, T>>()
  return async (db: Db, key: string): Promise<T | undefined> => {
    // A transaction has a client of its own, but shares the pool's configuration object.
    const home = db.client.config as object
    const kept = homes.get(home) ?? new Map<string, T>()
    homes.set(home, kept)
    const known = kept.get(key) ?? (await read(db, key))
    if (known === undefined) return undefined
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, known)
    return known
  }
}
