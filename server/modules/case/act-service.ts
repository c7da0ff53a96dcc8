/**
 * Doing an act: the row first, then the engine. Checks and row are one transaction under the instance's lock, so
 * that acts and enforcing timers are decided one after the other.
 */
import { createHash } from 'node:crypto'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { conflict, forbidden, invalid, notFound } from '../../errors.ts'
import {
  actName,
  allowedActs,
  caseActs,
  caseStatuses,
  caseTasks,
  withdrawableIn,
} from '../../../workflows/case/domain.ts'
import type { ActSpec, CaseAct, CaseTask } from '../../../workflows/case/domain.ts'
import { instanceId } from '../../../workflows/process/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { timeText } from '../../../workflows/clock/day.ts'
import { clockKinds } from '../../../workflows/clock/domain.ts'
import { getClocks, loadCalendar } from '../../records/clock/clock.ts'
import { getEntrustment } from '../../records/item/entrustment.ts'
import { findItemOfCase } from './item-of-case.ts'
import { findAct, findWinner, insertAct, lockInstance } from '../../records/process/act.ts'
import type { ActRow, NewAct } from '../../records/process/act.ts'
import { findCase } from '../../records/case/case.ts'
import type { CaseRow } from '../../records/case/case.ts'
import { checkRules } from './rules.ts'
import type { ActRequest } from './schema.ts'

export type ActResult = { saving: true } | { revision: number; status: string; statusName: string }

export interface ActSender {
  id: string
  name: string
  roles: readonly string[]
  side: string
}

export interface Submission {
  caseNo: string
  /** The client's idempotency key: the act's id. */
  key: string
  sender: ActSender
  request: Omit<ActRequest, 'act'> & { act: CaseAct | 'withdraw' }
  /** In the act's transaction, after it is kept. */
  onKept(trx: Db): Promise<void>
}

/** @throws ProblemError 403, 404, 409 (`act-not-allowed`, `task-taken`, `term-over`, `case-ended`, …) */
export async function submitAct(deps: AppDeps, submission: Submission): Promise<ActResult> {
  const act = await deps.db.transaction((trx) => keepAct(deps, trx, submission))
  return carryOut(deps, submission.caseNo, act)
}

/** The second half, after the commit: the engine does what was kept, or says that it never will. */
export async function carryOut(deps: AppDeps, caseNo: string, act: ActRow): Promise<ActResult> {
  if (act.status === 'refused') throw refusal(act.refusal ?? 'act-not-allowed')
  if (act.status === 'pending') {
    const outcome = await deps.engine.act(act.instance, {
      id: act.id,
      task: act.task,
      outcome: act.outcome,
      at: act.receivedAt,
    })
    if (outcome.how === 'saving') return { saving: true }
    if (outcome.how === 'refused')
      throw refusal(outcome.code, await findWinner(deps.db, act.instance, act.task))
  }
  const row = await findCase(deps.db, caseNo)
  if (!row) throw notFound('办件')
  return { revision: row.revision, status: row.status, statusName: caseStatuses[row.status].name }
}

/**
 * The first half: checks and keeps the act in the caller's transaction; `carryOut` follows its commit. The same act
 * sent again is found, with another content it is refused.
 */
export async function keepAct(deps: AppDeps, trx: Db, submission: Submission): Promise<ActRow> {
  const { caseNo, key, sender, request } = submission
  const instance = instanceId('case', caseNo)
  const digest = createHash('sha256')
    .update(JSON.stringify([caseNo, sender.id, request]))
    .digest('hex')
  const lock = await lockInstance(trx, instance)
  const row = await findCase(trx, caseNo)
  if (!row || !lock) throw notFound('办件')
  // Under the lock a twin of this request has committed or has not begun: its act is there or it is not.
  const known = await findAct(trx, key)
  if (known && known.digest !== digest) throw conflict('idempotency-key-reused', '该请求编号已用于另一操作')
  if (known) return known
  const at = new Date(deps.now().getTime() + lock.timeOffset).toISOString()
  await check(deps, trx, submission, row, lock, at)
  const spec: ActSpec | undefined = request.act === 'withdraw' ? undefined : caseActs[request.act]
  const task = await taskOf(trx, instance, request, spec)
  const act: NewAct = {
    id: key,
    instance,
    task,
    exclusiveKey: task.startsWith('message:') && task !== 'message:end-case' ? key : task,
    act: request.act,
    outcome: request.act,
    actorId: sender.id,
    actorName: sender.name,
    receivedAt: at,
    payload: { ...request.data, ...(request.reason !== undefined && { reason: request.reason }) },
    digest,
  }
  const insertion = await insertAct(trx, act)
  if (!insertion.inserted) throw refusal('task-taken', insertion.winner)
  await submission.onKept(trx)
  return { ...act, status: 'pending', refusal: null, attempts: 0 }
}

async function taskOf(
  trx: Db,
  instance: string,
  request: Submission['request'],
  spec: ActSpec | undefined,
): Promise<string> {
  if (!spec?.task) return `message:${spec?.message ?? 'end-case'}`
  const open = await trx('task')
    .where({ instance, element: spec.task, status: 'open' })
    .orderBy('opened_at', 'desc')
    .pluck<string[]>('key')
  const key = open.find((one) => one === request.task) ?? open[0] ?? request.task
  if (key === undefined || (request.task !== undefined && request.task !== key)) {
    const gone = request.task ?? key ?? spec.task
    throw refusal('task-taken', await findWinner(trx, instance, gone))
  }
  return key
}

async function check(
  deps: AppDeps,
  trx: Db,
  submission: Submission,
  row: CaseRow,
  lock: { status: string; enforcedBy: string | null },
  at: string,
): Promise<void> {
  const { sender, request } = submission
  const instance = instanceId('case', row.caseNo)
  if (lock.status !== 'open') throw refusal('case-ended', await lastAct(trx, instance))
  const tasks: { element: string; key: string; claimed_by: string | null; claimed_name: string | null }[] =
    await trx('task').where({ instance, status: 'open' })
  const openTasks = tasks.map((task) => task.element)
  const clocks = await getClocks(trx, instanceId('case', row.caseNo))
  if (request.act !== 'withdraw') {
    const spec: ActSpec = caseActs[request.act]
    await refuseIfGone(trx, instance, request, spec, openTasks)
    if (!allowedActs(row.status, openTasks, sender).includes(request.act)) throw notAllowed(spec, sender)
    if (spec.reason === 'required' && !request.reason) {
      throw invalid([{ path: 'body.reason', message: '请填写理由' }])
    }
    const task = tasks.find((one) => one.element === spec.task)
    if (task?.claimed_by && task.claimed_by !== sender.id && sender.side !== 'applicant') {
      throw conflict('task-claimed', `该任务已由${task.claimed_name ?? '他人'}领取`, {
        extra: { winner: { name: task.claimed_name } },
      })
    }
  }
  if (request.act === 'withdraw' || request.act === 'end') await refuseAfterDecision(trx, row, instance)
  refuseAfterTerm(request.act, clocks, lock, at, openTasks)
  await checkRules(request.act, {
    trx,
    row,
    roles: sender.roles,
    pending: await trx('act').where({ instance, status: 'pending' }).pluck<string[]>('act'),
    item: await findItemOfCase(trx, row),
    clocks,
    calendar: await loadCalendar(trx),
    openTasks,
    ...(row.entrustmentId && { entrusted: (await getEntrustment(trx, row.entrustmentId)).scope }),
    at,
    data: request.data,
    reason: request.reason,
  })
}

/** An act on a task somebody else completed is told who won, not that the case's status is wrong. */
async function refuseIfGone(
  trx: Db,
  instance: string,
  request: Submission['request'],
  spec: ActSpec,
  openTasks: string[],
): Promise<void> {
  if (!spec.task || openTasks.includes(spec.task)) return
  const winner = request.task
    ? await findWinner(trx, instance, request.task)
    : await trx('act')
        .where({ instance })
        .whereLike('task', `%${spec.task}#%`)
        .whereIn('status', ['pending', 'done'])
        .orderBy('received_at', 'desc')
        .first({ act: 'act', actorName: 'actor_name', receivedAt: 'received_at' })
  throw refusal(winner ? 'task-taken' : 'act-not-allowed', winner)
}

/** A decision that is kept counts, though its records are still being written: it was there first. */
async function refuseAfterDecision(trx: Db, row: CaseRow, instance: string): Promise<void> {
  const decision = await trx('act')
    .where({ instance })
    .whereIn('status', ['pending', 'done'])
    .whereIn('act', ['grant', 'refuse-grant'])
    .first('id')
  if (decision || !withdrawableIn.includes(row.status)) {
    throw conflict('decided-already', '已经作出决定，不能再撤回或结束')
  }
}

/**
 * Once an enforcing term is over the act comes too late, even where the timer has not run yet: the date decides. An act
 * on a task asks the task's term; one that ends the case, the terms of the steps that are open.
 */
export function refuseAfterTerm(
  act: CaseAct | 'withdraw',
  clocks: Awaited<ReturnType<typeof getClocks>>,
  lock: { enforcedBy: string | null },
  at: string,
  openTasks: readonly string[],
): void {
  const element = act === 'withdraw' ? undefined : (caseActs[act] as ActSpec).task
  const governing = (element ? [element] : openTasks).map((task) => caseTasks[task as CaseTask]?.clock)
  const enforced = clocks.find(
    (clock) =>
      clock.mode === 'enforce' &&
      clock.state === 'running' &&
      !clock.provisional &&
      clock.dueAt !== null &&
      at >= clock.dueAt &&
      governing.includes(clock.kind),
  )
  if (enforced || lock.enforcedBy !== null) {
    throw conflict('term-over', `${enforced ? clockKinds[enforced.kind] : '时限'}已届满，不能再办理`, {
      extra: { dueDay: enforced?.dueDay },
    })
  }
}

function notAllowed(spec: ActSpec, sender: ActSender) {
  if (sender.side === 'applicant') return conflict('act-not-allowed', '现在没有需要您补交的材料')
  const mayEver = spec.roles.some((role) => sender.roles.includes(role)) && spec.side === sender.side
  return mayEver
    ? conflict('act-not-allowed', `当前状态不能“${spec.name}”`)
    : forbidden(`没有“${spec.name}”的权限`)
}

async function lastAct(trx: Db, instance: string): Promise<Winner | undefined> {
  return trx('act')
    .where({ instance, status: 'done' })
    .orderBy('received_at', 'desc')
    .first({ act: 'act', actorName: 'actor_name', receivedAt: 'received_at' })
}

type Winner = Pick<ActRow, 'act' | 'actorName' | 'receivedAt'>

const refusalTitles: Record<string, string> = {
  'task-taken': '该任务已被他人办理',
  'task-not-open': '该任务已不在办理中',
  'case-ended': '办件已结束',
  'act-not-allowed': '当前状态不能进行此操作',
}

function refusal(code: string, winner?: Winner) {
  const name = winner && actName(winner.act)
  const detail = winner && `${winner.actorName}已于${timeText(winner.receivedAt)}“${name}”`
  return conflict(code, refusalTitles[code] ?? '操作未被接受', {
    ...(detail && { detail }),
    ...(winner && { extra: { winner: { name: winner.actorName, act: name, at: winner.receivedAt } } }),
  })
}

export function senderOfActor(actor: Actor): ActSender {
  return { id: String(actor.id), name: actor.name, roles: actor.roles, side: actor.side }
}

/** On the citizen page: whoever has shown the query secret acts for the applicant. */
export function senderOfApplicant(caseNo: string): ActSender {
  return { id: `citizen:${caseNo}`, name: '申请人', roles: [], side: 'applicant' }
}
