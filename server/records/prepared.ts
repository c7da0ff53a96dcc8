/** Statements of several hundred words are planned once a connection: they have a name, and $1, $2, … for their values. */
import type { Db } from '../db.ts'

export interface Prepared {
  name: string
  text: string
}

export async function prepared<T>(db: Db, { name, text }: Prepared, values: unknown[]): Promise<T[]> {
  const { rows } = await db.raw(text).options({ name, values })
  return rows
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/

/** For JSON.parse: PostgreSQL's way of writing an instant in JSON becomes ours, ISO 8601 in UTC. */
export function reviveInstants(_key: string, value: unknown): unknown {
  return typeof value === 'string' && instant.test(value) ? new Date(value).toISOString() : value
}
