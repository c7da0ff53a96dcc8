import { dayOf } from '../../../workflows/clock/day.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { conflict, forbidden, invalid, notFound, ProblemError } from '../../errors.ts'
import { markUnseen } from '../../records/process/note.ts'
import { addTrail, hasTrail } from '../../records/process/trail.ts'
import { tellHolder } from '../../records/notification/inbox.ts'
import { findWinner } from '../../records/process/act.ts'
import { refuseSecondVoice } from '../process/may.ts'
import { timeOf } from '../../records/process/instance.ts'
import { isEligible, isHeadOf } from '../../records/worklist/eligibility.ts'
import type { HandOver, TaskRef, TaskResult } from './schema.ts'
import { changeHolder, findTask, listCandidates, notifyTask } from '../../records/worklist/task.ts'
import type { Holder, TaskRow } from '../../records/worklist/task.ts'

/** What the audit row of a task is about: the instance it belongs to. */
export function objectOf({ instance }: { instance: string }): { objectType: string; objectId: string } {
  const { noun: objectType, number: objectId } = parseInstanceId(instance)
  return { objectType, objectId }
}

/**
 * Takes a free task. The holder claiming again gets the same answer.
 * @throws 404 out of scope, 403 not of one's role, 409 `task-claimed` or `task-taken` with the winner, `opinion-given`
 */
export async function claimTask(trx: Db, actor: Actor, ref: TaskRef, at: Instant) {
  const task = await getOpenTask(trx, actor, ref)
  const me = holderOf(actor)
  if (!isEligible(actor, task)) throw forbidden('没有办理此环节的权限')
  if (task.claimedBy === me.id) return holding(task, me)
  if (task.claimedBy !== null) throw claimed(task)
  refuseSecondVoice(me, task)
  await give(trx, actor, task, me, at)
  return holding(task, me)
}

/** Gives a task back to its group: its holder, or the head of the place. */
export async function releaseTask(trx: Db, actor: Actor, ref: TaskRef, at: Instant) {
  const task = await getOpenTask(trx, actor, ref)
  if (task.claimedBy === null) return holding(task, null)
  if (task.claimedBy !== String(actor.id) && !isHeadOf(actor, task)) throw claimed(task)
  await give(trx, actor, task, null, at)
  return holding(task, null)
}

/** Gives a task to a colleague who may do it: its holder, or the head of the place. A note stands in the trail too. */
export async function handOverTask(
  trx: Db,
  actor: Actor,
  ref: TaskRef,
  { toUserId, note }: HandOver,
  at: Instant,
) {
  const task = await getOpenTask(trx, actor, ref)
  const byHolder = task.claimedBy === String(actor.id)
  if (!byHolder && !isHeadOf(actor, task)) {
    throw task.claimedBy === null ? forbidden('请先领取再转交') : claimed(task)
  }
  const person = (await listCandidates(trx, task)).find(({ id }) => id === toUserId)
  if (!person) throw invalid([{ path: 'body.toUserId', message: '此人不能办理该环节' }])
  const to = { id: String(person.id), name: person.name }
  await give(trx, actor, task, to, at)
  if (note) await addNote(trx, actor, task, `转交给${to.name}：${note}`, at)
  const told = { to: to.id, by: actor.name, at, key: `hand-over/${ref.instance}/${ref.key}/${at}`, note }
  await tellHolder(trx, 'task-handed-over', task, told)
  return holding(task, to)
}

function addNote(trx: Db, actor: Actor, task: TaskRow, opinion: string, at: Instant): Promise<unknown> {
  return addTrail(trx, task.instance, {
    stepKey: `hand-over/${task.key}/${at}`,
    stage: task.name,
    act: 'hand-over',
    actName: '转交',
    at: timeOf(new Date(at), task),
    handlerId: String(actor.id),
    handlerName: actor.name,
    opinion,
    nodeCode: task.element,
  })
}

/** @throws 404 out of scope, 403 for somebody who could not hand it over */
export async function candidatesOf(db: Db, actor: Actor, ref: TaskRef) {
  const task = await getOpenTask(db, actor, ref)
  if (!isEligible(actor, task)) throw forbidden('没有办理此环节的权限')
  return listCandidates(db, task)
}

/**
 * Reminds the holder: a row in the trail and the instance unread again in their list. Once a day for each task
 * and sender, however often it is pressed.
 */
export async function remindHolder(trx: Db, actor: Actor, ref: TaskRef, at: Instant) {
  const task = await getOpenTask(trx, actor, ref)
  if (!isEligible(actor, task) && actor.side !== 'platform') throw forbidden('没有催办此环节的权限')
  if (task.claimedBy === null) throw conflict('task-unclaimed', '尚未领取，没有经办人可以催办')
  const now = timeOf(new Date(at), task)
  const stepKey = `remind/${task.key}/${actor.id}/${dayOf(now)}`
  if (await hasTrail(trx, task.instance, stepKey)) throw conflict('already-reminded', '今天已经催办过')
  await addTrail(trx, task.instance, {
    stepKey,
    stage: task.name,
    act: 'remind',
    actName: '催办',
    at: now,
    handlerId: String(actor.id),
    handlerName: actor.name,
    opinion: `请${task.claimedName ?? '经办人'}尽快办理“${task.name}”`,
    nodeCode: task.element,
  })
  await markUnseen(trx, task.claimedBy, task.instance)
  await notifyTask(trx, task)
  const told = { to: task.claimedBy, by: actor.name, at: now, key: `${ref.instance}/${stepKey}` }
  await tellHolder(trx, 'task-reminded', task, told)
  return holding(task, { id: task.claimedBy, name: task.claimedName ?? '' })
}

/**
 * One answer for each task; one that is lost does not undo the others.
 * @param act one task in a transaction of its own
 */
export async function forEach(
  tasks: TaskRef[],
  act: (ref: TaskRef) => Promise<unknown>,
  refused: (ref: TaskRef, code: string) => Promise<void>,
): Promise<TaskResult[]> {
  const results: TaskResult[] = []
  for (const ref of tasks) {
    try {
      await act(ref)
      results.push({ ...ref, ok: true })
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error
      const { code, title } = error
      const winner = error.extra?.['winner'] as TaskResult['winner']
      await refused(ref, code)
      results.push({ ...ref, ok: false, code, title, ...(winner && { winner }) })
    }
  }
  return results
}

async function getOpenTask(db: Db, actor: Actor, { instance, key }: TaskRef): Promise<TaskRow> {
  const task = await findTask(db, actor, instance, key)
  if (!task) throw notFound('任务')
  if (task.status === 'open') return task
  const winner = await findWinner(db, instance, key)
  throw conflict('task-taken', winner ? '该任务已被办理' : '该任务已不在办理中', {
    ...(winner && {
      extra: {
        winner: {
          name: winner.actorName,
          act: winner.actName,
          at: winner.receivedAt,
        },
      },
    }),
  })
}

async function give(trx: Db, actor: Actor, task: TaskRow, to: Holder | null, at: Instant): Promise<void> {
  const changed = await changeHolder(trx, task, to, timeOf(new Date(at), task))
  if (!changed) {
    // Somebody was between our reading and our writing: they won.
    const now = await getOpenTask(trx, actor, task)
    throw claimed(now)
  }
  await notifyTask(trx, task)
}

function claimed({ claimedName, claimedAt }: TaskRow): ProblemError {
  if (claimedName === null) return conflict('task-changed', '该任务刚刚变动，请刷新后再试')
  return conflict('task-claimed', `该任务已由${claimedName}领取`, {
    extra: { winner: { name: claimedName, act: '领取', ...(claimedAt && { at: claimedAt }) } },
  })
}

function holding({ instance, key, name: stepName }: TaskRow, to: Holder | null) {
  return { instance, key, stepName, claimedBy: to ? Number(to.id) : null, claimedName: to?.name ?? null }
}

function holderOf({ id, name }: Actor): Holder {
  return { id: String(id), name }
}
