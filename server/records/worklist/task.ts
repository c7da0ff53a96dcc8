/**
 * Who holds a task. PostgreSQL alone decides (with workflow validators alone 6 of 50 clerks won one task): every change
 * is one `update … where` on the holder that was read, so that of any number of hands one wins and the others are told
 * who.
 */
import type { Actor, Role, Side } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { notify } from '../../notify.ts'
import { scopeQuery } from '../identity/scope.ts'
import { groupsOfTask, placeOf, rolesOf } from './eligibility.ts'

export interface TaskRow {
  instance: string
  key: string
  element: string
  name: string
  role: string
  side: Side
  centre: string
  bureau: string
  status: 'open' | 'completed' | 'cancelled'
  claimedBy: string | null
  claimedName: string | null
  claimedAt: string | null
  timeOffset: number
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
  const query = db('task as t')
    .join('process_instance as i', 'i.id', 't.instance')
    .where({ 't.instance': instance, 't.key': key })
  scopeQuery(query, actor, 't')
  return query.first({
    instance: 't.instance',
    key: 't.key',
    element: 't.element',
    name: 't.name',
    role: 't.role',
    side: 't.side',
    centre: 't.centre',
    bureau: 't.bureau',
    status: 't.status',
    claimedBy: 't.claimed_by',
    claimedName: 't.claimed_name',
    claimedAt: 't.claimed_at',
    timeOffset: 'i.time_offset',
  })
}

/**
 * Gives an open task from the holder that was read to another, or to nobody. False when it has changed hands or was
 * completed in between.
 * @param at the case's time
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

/** Lists that show the task read it again: its groups', its old and its new holder's; and the case's page. */
export async function notifyTask(trx: Db, task: TaskRow, caseNo: string, to: Holder | null): Promise<void> {
  const holders = [task.claimedBy, to?.id].flatMap((id) => (id ? [`user:${id}`] : []))
  for (const group of new Set([...groupsOfTask(task), ...holders])) await notify(trx, 'worklist', group)
  await notify(trx, 'case', caseNo)
}

/** Active colleagues at the task's place who may take it, without its holder. */
export async function listCandidates(db: Db, task: TaskRow): Promise<{ id: number; name: string }[]> {
  return db('app_user as u')
    .where({
      'u.status': 'active',
      [task.side === 'centre' ? 'u.centre_code' : 'u.bureau_code']: placeOf(task),
    })
    .whereExists(
      db('user_role as r')
        .whereRaw('r.user_id = u.id')
        .whereIn('r.role', rolesOf(task) as Role[])
        .select(db.raw('1')),
    )
    .whereNot('u.id', Number(task.claimedBy ?? 0))
    .orderBy(['u.name', 'u.id'])
    .select({ id: 'u.id', name: 'u.name' })
}

/** The case stands as unread again in its holder's list: they see that something is wanted of them. */
export async function markUnseen(trx: Db, userId: string, caseNo: string): Promise<void> {
  await trx('case_seen').where({ user_id: userId, case_no: caseNo }).delete()
}
