/**
 * The outbox: what follows a step, written by the step and done by the drain. A row is taken by lease, so that a drain
 * that dies leaves it to the next; papers of one instance go in the order of their steps, for one may name another.
 */
import { addSeconds } from '../../../workflows/clock/day.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'

export const lanes = ['paper', 'sms', 'message', 'clock', 'inbox'] as const
export type Lane = (typeof lanes)[number]

export interface NewFollowUp {
  lane: Lane
  kind: string
  instance: string
  step_key: string
  /** Tells several of one kind and step apart. */
  ref: string
  /** Ids and codes only. */
  what: Record<string, unknown>
  /** Facts of a paper or message, encrypted. */
  sealed?: string
  /** The instance's time of the step. */
  at: Instant
  /** Wall time. */
  try_at: Instant
}

export interface FollowUp {
  id: number
  lane: Lane
  kind: string
  instance: string
  stepKey: string
  ref: string
  what: Record<string, unknown>
  sealed: string | null
  at: Instant
  attempts: number
}

const longestWaitSeconds = 300
const leaseSeconds = 60

export async function insertFollowUps(trx: Db, rows: NewFollowUp[]): Promise<void> {
  if (rows.length === 0) return
  await trx('follow_up')
    .insert(rows.map((row) => ({ ...row, what: JSON.stringify(row.what) })))
    .onConflict(['instance', 'step_key', 'kind', 'ref'])
    .ignore()
}

/** A clock whose dates moved without a step of its instance: the engine arms its timers again. */
export function clockMoved(clock: {
  clockId: string
  instance: string
  revision: number
  at: Instant
}): NewFollowUp {
  const { clockId, instance, revision, at } = clock
  return {
    ...{ lane: 'clock', kind: 'clock-moved', instance, step_key: clockId, ref: String(revision) },
    ...{ what: { clockId }, at, try_at: at },
  }
}

/** Rows that go first: of the same instance, and of messages only those for the same waiting place. */
const isBefore = `e.instance = w.instance and e.lane = w.lane and e.id < w.id
  and (w.lane <> 'message' or (e.what ->> 'to' = w.what ->> 'to' and e.what ->> 'name' = w.what ->> 'name'))`

/**
 * Takes the next rows of a lane for a while; other drains pass over them. Of one instance only the oldest that is
 * waiting is taken, unless it has stopped for good.
 */
export async function takeFollowUps(db: Db, lane: Lane, limit: number, now: Instant): Promise<FollowUp[]> {
  const { rows } = await db.raw<{ rows: FollowUp[] }>(
    `update follow_up f set lease_until = :lease, attempts = attempts + 1
     where f.id in (
       select w.id from follow_up w
       where w.lane = :lane and w.done_at is null and not w.stopped and w.try_at <= :now
         and (w.lease_until is null or w.lease_until <= :now)
         and not exists (
           select 1 from follow_up e where ${isBefore} and e.done_at is null and not e.stopped)
       order by w.try_at, w.id limit :limit for update skip locked)
     returning f.id, f.lane, f.kind, f.instance, f.step_key as "stepKey", f.ref, f.what, f.sealed, f.at, f.attempts`,
    { lane, limit, now, lease: addSeconds(now, leaseSeconds) },
  )
  return rows.sort((a, b) => a.id - b.id)
}

export async function markFollowUpsDone(db: Db, ids: number[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  await db('follow_up')
    .whereIn('id', ids)
    .update({ done_at: now, lease_until: null, last_error: null, sealed: null })
}

/**
 * Tries again after 1, 2, 4 … seconds, at most 5 minutes; the others go on meanwhile. What was called for while it was
 * tried (its attempts are counted anew) is tried at once.
 */
export async function putOff(db: Db, row: FollowUp, error: string, now: Instant): Promise<void> {
  const wait = Math.min(2 ** (row.attempts - 1), longestWaitSeconds)
  await db('follow_up')
    .where({ id: row.id })
    .update({
      lease_until: null,
      last_error: error.slice(0, 500),
      try_at: db.raw('case when attempts = ? then ?::timestamptz else try_at end', [
        row.attempts,
        addSeconds(now, wait),
      ]),
    })
}

/** It failed for good: an incident is open, nobody tries before it is retried. */
export async function stopFollowUp(trx: Db, id: number, error: string): Promise<void> {
  await trx('follow_up')
    .where({ id })
    .update({ stopped: true, lease_until: null, last_error: error.slice(0, 500) })
}

const incidentPrefix = 'follow-up/'

/** Key of the incident a row stops with, both directions. */
export const incidentKeyOf = (id: number): string => `${incidentPrefix}${id}`
export function followUpOf(incidentKey: string): number | undefined {
  return incidentKey.startsWith(incidentPrefix) ? Number(incidentKey.slice(incidentPrefix.length)) : undefined
}

/** Has a stopped row tried again. False when there is none that is stopped. */
export async function resumeFollowUp(db: Db, id: number, now: Instant): Promise<boolean> {
  const resumed = await db('follow_up')
    .where({ id, stopped: true })
    .whereNull('done_at')
    .update({ stopped: false, attempts: 1, try_at: now })
  return resumed > 0
}

/** Rows that could have been tried before an instant and that nobody is at, of those that wait for no other. */
export async function countNeglected(db: Db, before: Instant): Promise<number> {
  const row: { n: number } | undefined = await db('follow_up as w')
    .where({ 'w.stopped': false })
    .whereNull('w.done_at')
    .andWhere('w.try_at', '<', before)
    .andWhere((free) => free.whereNull('w.lease_until').orWhere('w.lease_until', '<', before))
    .whereNotExists(
      db('follow_up as e')
        .whereRaw(`${isBefore} and not e.stopped`)
        .whereNull('e.done_at')
        .select(db.raw('1')),
    )
    .first(db.raw('count(*)::int as n'))
  return row?.n ?? 0
}
