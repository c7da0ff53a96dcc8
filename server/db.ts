import knex from 'knex'
import type { Knex } from 'knex'
import pg from 'pg'

/** A connection pool or a transaction on it: what repositories take. */
export type Db = Knex
export type Trx = Knex.Transaction

const OID = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184 } as const

/**
 * How columns arrive in JavaScript: `date` → 'YYYY-MM-DD' (never moved by a time zone), `timestamptz` →
 * ISO 8601 in UTC with milliseconds, `int8` → number. The rest as node-postgres has it.
 */
const parsers: Record<number, (text: string) => unknown> = {
  [OID.int8]: parseCount,
  [OID.date]: (text) => text,
  // What has no end stays a word: no instant says it.
  [OID.timestamptz]: (text) => (text.endsWith('infinity') ? text : new Date(text).toISOString()),
}

function parseCount(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`int8 out of range: ${text}`)
  return value
}

export const types = {
  getTypeParser: (oid: number, format?: string): ((value: never) => unknown) =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format as 'text'),
}

export interface DbOptions {
  /** Most connections at once; default 20. */
  max?: number
  applicationName?: string
  /** A statement that takes longer is ended; default 30 s. */
  timeoutMs?: number
}

/**
 * Opens the pool (lazily: connects at the first query). A database that is away fails a query within
 * seconds instead of holding the request: the caller answers 503.
 */
export function createDb(url: string, options: DbOptions = {}): Db {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      application_name: options.applicationName ?? 'banjian',
      connectionTimeoutMillis: 3_000,
      statement_timeout: options.timeoutMs ?? 30_000,
      keepAlive: true,
    },
    pool: { min: 0, max: options.max ?? 20 },
    acquireConnectionTimeout: 5_000,
  })
}
