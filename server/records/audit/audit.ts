import type { Knex } from 'knex'
import type { Db } from '../../db.ts'
import { countRows } from '../count.ts'

/** ok: it happened. refused: a rule, a right or a lost race said no. failed: we could not. */
export type AuditOutcome = 'ok' | 'refused' | 'failed'

export interface AuditEntry {
  /** Business time of the act, ISO instant. */
  at: string
  /** null: the engine acted by itself, or nobody was signed in. */
  userId: number | null
  /** `system` for the engine, `citizen:<case number>` for an applicant. */
  username: string | null
  address?: string | null
  requestId?: string | null
  /** `<object>.<verb>`, e.g. `case.accept`, `user.disable`. */
  action: string
  objectType: string
  objectId: string | null
  outcome: AuditOutcome
  /** Codes, ids and numbers; never names, ID numbers, phones or secrets. */
  detail?: Record<string, unknown>
}

export interface AuditRow extends Required<Omit<AuditEntry, 'detail'>>, Pick<AuditEntry, 'detail'> {
  id: number
  recordedAt: string
  /** The person's name as it is now; null for what no member of staff did. */
  personName: string | null
}

/**
 * Adds one row to the append-only audit. Called with the transaction of the act itself, so that an act
 * without its row cannot be committed, and a row without its act neither (reliability S10).
 */
export async function writeAudit(trx: Db, entry: AuditEntry): Promise<void> {
  await trx('audit').insert({
    at: entry.at,
    user_id: entry.userId,
    username: entry.username,
    address: entry.address ?? null,
    request_id: entry.requestId ?? null,
    action: entry.action,
    object_type: entry.objectType,
    object_id: entry.objectId,
    outcome: entry.outcome,
    detail: entry.detail ? JSON.stringify(entry.detail) : null,
  })
}

export interface AuditFilter {
  objectType?: string
  objectId?: string
  userId?: number
  /** A person's name or user name, whole. */
  who?: string
  address?: string
  action?: string
  outcome?: AuditOutcome
  from?: string
  to?: string
  /** Only these, by id. */
  only?: readonly string[] | undefined
}
/** @param before keyset: rows older than this id */
export type AuditPage = { before?: number | undefined; limit: number }

/** Newest first. The caller has checked that the reader may see this object or the whole audit. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  { before, limit }: AuditPage,
): Promise<AuditRow[]> {
  const query = auditIn(db, filter)
    .leftJoin('app_user as u', 'u.id', 'a.user_id')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .select('a.*', { person_name: 'u.name' })
  if (before) query.where('a.id', '<', before)
  return (await query).map(toRow)
}

export const countAudit = (db: Db, filter: AuditFilter, most: number): Promise<number> =>
  countRows(db, auditIn(db, filter), most)

function auditIn(db: Db, filter: AuditFilter): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('audit as a')
  const equals = {
    'a.object_type': filter.objectType,
    'a.object_id': filter.objectId,
    'a.user_id': filter.userId,
    'a.action': filter.action,
    'a.outcome': filter.outcome,
    'a.address': filter.address,
  }
  for (const [column, value] of Object.entries(equals)) if (value !== undefined) query.where(column, value)
  // A refused sign-in has no person: the name that was typed is its object.
  if (filter.who) {
    const named = db('app_user').where({ name: filter.who }).select('id')
    query.where((any) => any.where('a.username', filter.who!).orWhereIn('a.user_id', named))
  }
  if (filter.from) query.where('a.at', '>=', filter.from)
  if (filter.to) query.where('a.at', '<', filter.to)
  if (filter.only) query.whereIn('a.id', filter.only.map(Number))
  return query
}

function toRow(row: Record<string, unknown>): AuditRow {
  return {
    id: row.id as number,
    at: row.at as string,
    recordedAt: row.recorded_at as string,
    userId: row.user_id as number | null,
    username: row.username as string | null,
    personName: row.person_name as string | null,
    address: row.address as string | null,
    requestId: row.request_id as string | null,
    action: row.action as string,
    objectType: row.object_type as string,
    objectId: row.object_id as string | null,
    outcome: row.outcome as AuditOutcome,
    detail: (row.detail as Record<string, unknown> | null) ?? undefined,
  }
}
