/**
 * Who holds a task. PostgreSQL alone decides (with workflow validators alone 6 of 50 clerks won one task): every change
 * is one `update … where` on the holder that was read, so that of any number of hands one wins and the others are told
 * who.
 */
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Knex } from 'knex'
import type { Db } from '../../db.ts'
import { notifyAll } from '../../notify.ts'
import { atOwnPlace, scopeQuery } from '../identity/scope.ts'
import { heldInPanel, spokenInPanel } from '../process/task.sql.ts'
import { eventsOfInstance } from '../process/live.ts'
import { rolesOf } from './eligibility.ts'
import type { TaskPlace } from './eligibility.ts'

export interface TaskRow extends TaskPlace {
  instance: string
  key: string
  element: string
  name: string
  status: 'open' | 'completed' | 'cancelled'
  claimedBy: string | null
  claimedName: string | null
  claimedAt: string | null
  timeOffset: number
  /** Of the panel it belongs to: who has spoken in it, and who holds another of its tasks. */
  spoken: string[]
  held: string[]
}

export interface Holder {
  id: string
  name: string
}

/** A task within the reader's scope. */
export async function findTask(
  db: Db,
  actor: Actor,
  instance: string,
  key: string,
): Promise<TaskRow | undefined> {
  const query: Knex.QueryBuilder = db('task as t')
    .join('process_instance as i', 'i.id', 't.instance')
    .where({ 't.instance': instance, 't.key': key })
  inScope(query, actor)
  return query.first({
    instance: 't.instance',
    key: 't.key',
    element: 't.element',
    name: 't.name',
    roles: 't.roles',
    side: 't.side',
    place: 't.place',
    candidate: 't.candidate',
    status: 't.status',
    claimedBy: 't.claimed_by',
    claimedName: 't.claimed_name',
    claimedAt: 't.claimed_at',
    timeOffset: 'i.time_offset',
    spoken: db.raw(spokenInPanel),
    held: db.raw(heldInPanel),
  })
}

/**
 * Gives an open task from the holder that was read to another, or to nobody. False when it has changed hands or was
 * completed in between.
 * @param at the instance's time
 */
export async function changeHolder(trx: Db, task: TaskRow, to: Holder | null, at: string): Promise<boolean> {
  const { instance, key, claimedBy } = task
  const changed = await trx('task')
    .where({ instance, key, status: 'open' })
    .where((held) =>
      claimedBy === null ? held.whereNull('claimed_by') : held.where({ claimed_by: claimedBy }),
    )
    .update({ claimed_by: to?.id ?? null, claimed_name: to?.name ?? null, claimed_at: to ? at : null })
  return changed > 0
}

/** Of the reader's own instances, or drawn for their place. */
export function inScope(query: Knex.QueryBuilder, actor: Actor): void {
  query.where((either) => {
    either.where((own) => scopeQuery(own, actor, 't')).orWhere((asked) => void atOwnPlace(asked, actor, 't'))
  })
}

/**
 * Lists that show the task read it again, and the instance's page: its groups', its holder's as the row now is, and those of
 * whoever held it when it was read.
 */
export async function notifyTask(trx: Db, { instance, claimedBy: before }: TaskRow): Promise<void> {
  const events = await eventsOfInstance(trx, instance)
  if (before !== null) events.push({ topic: 'worklist', id: `user:${before}` })
  await notifyAll(trx, events)
}

/** Active colleagues at the task's place who may take it, without its holder. */
export async function listCandidates(db: Db, task: TaskRow): Promise<{ id: number; name: string }[]> {
  const column = { centre: 'u.centre_code', bureau: 'u.bureau_code', platform: 'u.district_code' }[task.side]
  return db('app_user as u')
    .where({ 'u.status': 'active', [column]: task.place })
    .where((own) => task.candidate === null || own.where('u.id', Number(task.candidate)))
    .whereExists(
      db('user_role as r').whereRaw('r.user_id = u.id').whereIn('r.role', rolesOf(task)).select(db.raw('1')),
    )
    .whereNot('u.id', Number(task.claimedBy ?? 0))
    .whereRaw('not u.id::text = any(?::text[])', [[...task.spoken, ...task.held]])
    .orderBy(['u.name', 'u.id'])
    .select({ id: 'u.id', name: 'u.name' })
}
