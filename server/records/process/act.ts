/**
 * The act inbox. An act is first a row here, then an Update of the workflow; a relay sends again what is not done.
 * The unique index `act_one_winner` lets one act through per task while it is pending or done, so an act committed
 * by one clerk cannot be overtaken by another's opposite act, whatever dies in between.
 */
import type { Db } from '../../db.ts'

export interface ActRow {
  id: string
  instance: string
  task: string
  act: string
  outcome: string
  actorId: string
  actorName: string
  receivedAt: string
  payload: Record<string, unknown>
  digest: string
  status: 'pending' | 'done' | 'refused'
  refusal: string | null
  attempts: number
}

export interface NewAct {
  id: string
  instance: string
  /** Task key, `start#0` or `message:<name>`. */
  task: string
  /** What may happen once: the task key, or the act's own id for messages that may come again. */
  exclusiveKey: string
  act: string
  outcome: string
  actorId: string
  actorName: string
  /** The case's time at which it was received; legal effects count from here. */
  receivedAt: string
  payload: Record<string, unknown>
  /** sha256 of the request: the same id with another content is a mistake of the caller. */
  digest: string
}

export type Insertion = { inserted: true } | { inserted: false; same?: ActRow; winner?: ActRow }

/** Locks the instance against its timers: an act and an enforcing timer decide one after the other. */
export async function lockInstance(
  trx: Db,
  instance: string,
): Promise<
  { status: string; enforcedBy: string | null; enforcedAt: string | null; timeOffset: number } | undefined
> {
  const row = await trx('process_instance')
    .where({ id: instance })
    .forUpdate()
    .first('status', 'enforced_by', 'enforced_at', 'time_offset')
  return (
    row && {
      status: row.status,
      enforcedBy: row.enforced_by,
      enforcedAt: row.enforced_at,
      timeOffset: Number(row.time_offset),
    }
  )
}

/** Inserts the act, or tells which one stands in its way: the same act sent again, or another one that won. */
export async function insertAct(trx: Db, act: NewAct): Promise<Insertion> {
  const inserted = await trx('act')
    .insert({
      id: act.id,
      instance: act.instance,
      task: act.task,
      exclusive_key: act.exclusiveKey,
      act: act.act,
      outcome: act.outcome,
      actor_id: act.actorId,
      actor_name: act.actorName,
      received_at: act.receivedAt,
      payload: JSON.stringify(act.payload),
      digest: act.digest,
    })
    .onConflict()
    .ignore()
    .returning('id')
  if (inserted.length > 0) return { inserted: true }
  const same = await findAct(trx, act.id)
  if (same) return { inserted: false, same }
  const winner = await trx('act')
    .where({ instance: act.instance, exclusive_key: act.exclusiveKey })
    .whereIn('status', ['pending', 'done'])
    .first()
  return { inserted: false, winner: winner && toAct(winner) }
}

export async function findAct(db: Db, id: string): Promise<ActRow | undefined> {
  const row = await db('act').where({ id }).first()
  return row && toAct(row)
}

/** The newest act of a name that counts, e.g. the demand an approval is about. */
export async function findLastAct(db: Db, instance: string, act: string): Promise<ActRow | undefined> {
  const row = await db('act')
    .where({ instance, act })
    .whereIn('status', ['pending', 'done'])
    .orderBy('received_at', 'desc')
    .first()
  return row && toAct(row)
}

/** The last act done or under way on a task: who won. */
export async function findWinner(db: Db, instance: string, task: string): Promise<ActRow | undefined> {
  const row = await db('act')
    .where({ instance, task })
    .whereIn('status', ['pending', 'done'])
    .orderBy('received_at', 'desc')
    .first()
  return row && toAct(row)
}

/** The engine will never take it: refused with the reason, so that the task is free again. */
export async function refuseAct(db: Db, id: string, refusal: string): Promise<void> {
  await db('act').where({ id, status: 'pending' }).update({ status: 'refused', refusal })
}

/**
 * The engine has answered, so the act stands in its history. Records alone are no proof: a worker writes them before
 * the engine has kept the act, and an act that Temporal lost with both of them must be sent again.
 */
export async function markDone(db: Db, id: string, at: string): Promise<void> {
  await db('act').where({ id, status: 'pending' }).update({ status: 'done', done_at: at })
}

/** Whether a step of this act is written. */
export async function isRecorded(db: Db, instance: string, id: string): Promise<boolean> {
  return (await db('element_trace').where({ instance, act_id: id }).first('revision')) !== undefined
}

export async function markSent(db: Db, id: string, at: string): Promise<void> {
  await db('act')
    .where({ id })
    .update({ sent_at: at, attempts: db.raw('attempts + 1') })
}

/** What an act must wait for: those of its instance that were committed before it and are not carried out, in order. */
export async function findPendingBefore(db: Db, instance: string, id: string): Promise<ActRow[]> {
  const rows = await db('act')
    .where({ instance, status: 'pending' })
    .where('seq', '<', db('act').where({ id }).select('seq'))
    .orderBy('seq')
  return rows.map(toAct)
}

/** Acts that were committed but not carried out, the longest untried first; `before` is wall time. */
export async function findStaleActs(db: Db, before: string, limit: number): Promise<ActRow[]> {
  const rows = await db('act')
    .where({ status: 'pending' })
    .andWhere('recorded_at', '<', before)
    .andWhere((still) => still.whereNull('sent_at').orWhere('sent_at', '<', before))
    // Those tried last come last: acts that are never answered must not keep the others out.
    .orderByRaw('coalesce(sent_at, recorded_at), seq')
    .limit(limit)
  return rows.map(toAct)
}

/** Acts received by an instant and still under way: the timer that would end the case waits for them. */
export async function hasPendingActs(trx: Db, instance: string, receivedBy: string): Promise<boolean> {
  const row = await trx('act')
    .where({ instance, status: 'pending' })
    .andWhere('received_at', '<', receivedBy)
    .first('id')
  return row !== undefined
}

function toAct(row: Record<string, unknown>): ActRow {
  return {
    id: String(row.id),
    instance: String(row.instance),
    task: String(row.task),
    act: String(row.act),
    outcome: String(row.outcome),
    actorId: String(row.actor_id),
    actorName: String(row.actor_name),
    receivedAt: String(row.received_at),
    payload: row.payload as Record<string, unknown>,
    digest: String(row.digest),
    status: row.status as ActRow['status'],
    refusal: (row.refusal as string | null) ?? null,
    attempts: Number(row.attempts),
  }
}
