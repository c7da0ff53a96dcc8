/**
 * The act inbox. An act is first a row here, then an Update of the workflow; a relay sends again what is not done.
 * The unique index `act_one_winner` lets one act through per task while it is pending or done, so an act committed
 * by one clerk cannot be overtaken by another's opposite act, whatever dies in between.
 */
import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { ActCommand } from '../../../workflows/process/domain.ts'
import type { Json, Vars } from '../../../workflows/process/model.ts'
import type { Db } from '../../db.ts'
import { toInstance } from './instance.ts'
import type { InstanceRow } from './instance.ts'

export interface NewAct {
  id: string
  instance: string
  /** Task key, `start#0` or `message:<name>`. */
  task: string
  /** What may happen once: the task key, or the act's own id for messages that may come again. */
  exclusiveKey: string
  act: string
  /** As drawn, and the step 环节 it was done in: the trail shows them. */
  actName: string
  taskName: string
  outcome: string
  actorId: string
  actorName: string
  /** The instance's time at which it was received; legal effects count from here. */
  receivedAt: string
  payload: Record<string, unknown>
  /** Of a message of another instance: the codes it brings. */
  vars?: Vars
  /** sha256 of the request: the same id with another content is a mistake of the caller. */
  digest: string
}

export interface ActRow extends Omit<NewAct, 'exclusiveKey'> {
  status: 'pending' | 'done' | 'refused'
  refusal: string | null
  attempts: number
}

/** The digest of a request. */
export const digestOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex')

/** The act as the engine takes it. */
export function commandOf({ id, task, outcome, receivedAt, vars }: ActRow): ActCommand {
  return { id, task, outcome, at: receivedAt, ...(vars && { vars }) }
}

export type Insertion = { inserted: true } | { inserted: false; same?: ActRow; winner?: ActRow }

/** The acts that something exclusive was tried with, oldest first; all but the last are refused. */
export async function listTries(db: Db, instance: string, exclusiveKey: string): Promise<ActRow[]> {
  const rows = await db('act').where({ instance, exclusive_key: exclusiveKey }).orderBy('seq')
  return rows.map(toAct)
}

/** Locks the instance against its timers: an act and an enforcing timer decide one after the other. */
export async function lockInstance(trx: Db, instance: string): Promise<InstanceRow | undefined> {
  const row = await trx('process_instance').where({ id: instance }).forUpdate().first()
  return row && toInstance(row)
}

/** Inserts the act, or tells which one stands in its way: the same act sent again, or another one that won. */
export async function insertAct(trx: Db, act: NewAct): Promise<Insertion> {
  const inserted = await actRow(trx, act)
  if (inserted.length > 0) return { inserted: true }
  const same = await findAct(trx, act.id)
  if (same) return { inserted: false, same }
  const winner = await trx('act')
    .where({ instance: act.instance, exclusive_key: act.exclusiveKey })
    .whereIn('status', ['pending', 'done'])
    .first()
  return { inserted: false, winner: winner && toAct(winner) }
}

/** Its row; nothing is returned when another stands in its way. */
export function actRow(trx: Db, act: NewAct): Knex.QueryBuilder {
  return trx('act')
    .insert({
      id: act.id,
      instance: act.instance,
      task: act.task,
      exclusive_key: act.exclusiveKey,
      act: act.act,
      act_name: act.actName,
      task_name: act.taskName,
      outcome: act.outcome,
      actor_id: act.actorId,
      actor_name: act.actorName,
      received_at: act.receivedAt,
      payload: JSON.stringify(act.payload),
      vars: act.vars && JSON.stringify(act.vars),
      digest: act.digest,
    })
    .onConflict()
    .ignore()
    .returning('id')
}

export async function findAct(db: Db, id: string): Promise<ActRow | undefined> {
  const row = await db('act').where({ id }).first()
  return row && toAct(row)
}

/** Who did an act, and when: what a refusal names. */
export type Winner = Pick<ActRow, 'act' | 'actName' | 'actorName' | 'receivedAt'>

/** The last act done or under way on a task: who won. */
export async function findWinner(db: Db, instance: string, task: string): Promise<ActRow | undefined> {
  return newest(db, instance, (query) => query.where({ task }))
}

/** The last act done or under way on any task of an element; `#n` tells its tasks apart. */
export async function findWinnerOf(db: Db, instance: string, element: string): Promise<ActRow | undefined> {
  return newest(db, instance, (query) => query.whereRaw(`starts_with(task, ?)`, [`${element}#`]))
}

/** The last act of an instance that was carried out. */
export async function findLastDone(db: Db, instance: string): Promise<ActRow | undefined> {
  const row = await db('act').where({ instance, status: 'done' }).orderBy('received_at', 'desc').first()
  return row && toAct(row)
}

async function newest(
  db: Db,
  instance: string,
  narrow: (query: Knex.QueryBuilder) => unknown,
): Promise<ActRow | undefined> {
  const query: Knex.QueryBuilder = db('act').where({ instance }).whereIn('status', ['pending', 'done'])
  narrow(query)
  const row = await query.orderBy('received_at', 'desc').first()
  return row && toAct(row)
}

/** Kept and not carried out yet. */
export type PendingAct = Pick<ActRow, 'id' | 'task' | 'act' | 'actName' | 'actorName' | 'receivedAt'>

export interface Opinion {
  task: string
  element: string
  act: string
  actName: string
  actorName: string
  at: string
  reason: string | null
  /** The entry of the list this one was about. */
  item: Json | null
}

/** What was said on tasks of these elements, oldest first: the opinions of a panel side by side. */
export async function listOpinions(
  db: Db,
  instance: string,
  elements: readonly string[],
): Promise<Opinion[]> {
  const rows: Record<string, string>[] = await db('act as a')
    .join('task as t', (on) => on.on('t.instance', 'a.instance').andOn('t.key', 'a.task'))
    .where({ 'a.instance': instance, 'a.status': 'done' })
    .whereIn('t.element', elements)
    .orderBy(['a.received_at', 'a.id'])
    .select('a.task', 't.element', 'a.act', { actName: 'a.act_name' }, { actorName: 'a.actor_name' })
    .select({ at: 'a.received_at' }, 't.item', db.raw(`a.payload ->> 'reason' as reason`))
  return rows as unknown as Opinion[]
}

/** The status of an act, as it stands now. */
export async function findActStatus(db: Db, id: string): Promise<ActRow['status'] | undefined> {
  return (await db('act').where({ id }).first('status'))?.status
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

/** Whoever sent it asks for its answer again. */
export async function markAwaited(trx: Db, id: string, at: string): Promise<void> {
  await trx('act').where({ id, status: 'pending' }).update({ sent_at: at })
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
    .andWhere((still) =>
      still
        .whereNull('sent_at')
        // Twice as long after each attempt, five minutes at most: what is not answered is not asked for all the time.
        .orWhereRaw(
          `sent_at < ?::timestamptz - make_interval(secs => least(5 * power(2, attempts) - 5, 300))`,
          [before],
        ),
    )
    // Those tried last come last: acts that are never answered must not keep the others out.
    .orderByRaw('coalesce(sent_at, recorded_at), seq')
    .limit(limit)
  return rows.map(toAct)
}

export function toAct(row: Record<string, unknown>): ActRow {
  return {
    id: String(row.id),
    instance: String(row.instance),
    task: String(row.task),
    act: String(row.act),
    actName: String(row.act_name),
    taskName: String(row.task_name),
    outcome: String(row.outcome),
    actorId: String(row.actor_id),
    actorName: String(row.actor_name),
    receivedAt: String(row.received_at),
    payload: row.payload as Record<string, unknown>,
    ...(row.vars !== null && { vars: row.vars as Vars }),
    digest: String(row.digest),
    status: row.status as ActRow['status'],
    refusal: (row.refusal as string | null) ?? null,
    attempts: Number(row.attempts),
  }
}
