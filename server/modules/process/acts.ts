/**
 * Doing an act, for every noun: the row first, then the engine. Checks and row are one transaction under the instance's
 * lock, so that acts and enforcing timers are decided one after the other; one act wins a task, the others are told who.
 */
import { actsOf, endsInstance, messageOf } from '../../../workflows/process/people.ts'
import type { DrawnAct } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { conflict, invalid, notFound, overloaded } from '../../errors.ts'
import type { ProblemError } from '../../errors.ts'
import { wordsOfInstance } from '../../../workflows/nouns.ts'
import { endsToday } from '../../records/clock/clock.ts'
import { claimFiles } from '../../records/file/file.ts'
import {
  commandOf,
  digestOf,
  findLastDone,
  findWinner,
  findWinnerOf,
  insertAct,
  lockInstance,
  markAwaited,
} from '../../records/process/act.ts'
import type { ActRow, NewAct } from '../../records/process/act.ts'
import { finish } from './finish.ts'
import type { Standing } from './finish.ts'
import { possibleActs, whyNot } from './may.ts'
import type { PossibleAct } from './may.ts'
import { inputOf } from './input.ts'
import { notNow, notYours, refusal } from './refusals.ts'
import { loadScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { mayEver } from './sender.ts'
import type { ActSender } from './sender.ts'

export type ActResult = { saving: true } | Standing

export interface ActRequest {
  /** What is done: an outcome of a task, or a message the process waits for. */
  outcome?: string | undefined
  message?: string | undefined
  /** Task key, when the page knows it: an act on a task that is gone is refused even if a new one is open. */
  task?: string | undefined
  reason?: string | undefined
  data?: Record<string, unknown> | undefined
  /** Uploads that belong to the act. */
  files?: string[] | undefined
}

export interface Submission {
  instance: string
  /** The client's idempotency key: the act's id. */
  key: string
  sender: ActSender
  request: ActRequest
  /** The name under which the trail shows it, where it is another than the drawing's: the applicant's withdrawal. */
  as?: { act: string; name: string }
  /** In the act's transaction, after it is kept. */
  onKept?(trx: Db, act: ActRow): Promise<void>
}

/** `isFirst`: nothing of its instance was waiting when it was kept. */
export type KeptAct = ActRow & { isFirst?: boolean }

type ActDeps = Pick<AppDeps, 'db' | 'pools' | 'acts' | 'engine' | 'now'>

/** @throws ProblemError 400, 403, 404, 409 (`act-not-allowed`, `task-taken`, `term-over`, `case-ended`, a rule's own) */
export async function submitAct(deps: ActDeps, submission: Submission): Promise<ActResult> {
  const leave = deps.acts.enter()
  if (!leave && !(await instantDecides(deps, submission))) throw overloaded()
  try {
    const act = await deps.pools.acts.transaction((trx) => keepAct(deps, trx, submission))
    return await send(deps, act, leave !== undefined)
  } finally {
    leave?.()
  }
}

/**
 * Overload costs nobody a term: an applicant's act, and any act on the last day of an enforcing term, is kept with its
 * instant though there is no room; the relay sends it.
 */
async function instantDecides({ pools, now }: ActDeps, { instance, sender }: Submission): Promise<boolean> {
  return !sender.actor || endsToday(pools.acts, instance, now())
}

/**
 * The first half: checks and keeps the act in the caller's transaction; `carryOut` follows its commit. The same act
 * sent again is found, with another content it is refused.
 */
export async function keepAct(deps: Pick<AppDeps, 'now'>, trx: Db, submission: Submission): Promise<KeptAct> {
  const { instance, key, sender, request } = submission
  const digest = digestOf([instance, sender.id, request])
  await lockInstance(trx, instance)
  // Under the lock a twin of this request has committed or has not begun: its act is there or it is not.
  const scene = await loadScene(trx, { instance, actor: sender.actor, actId: key }, deps.now())
  const { known } = scene
  if (known && known.digest !== digest) throw conflict('idempotency-key-reused', '该请求编号已用于另一操作')
  // Its sender waits again: the relay leaves it alone meanwhile.
  if (known?.status === 'pending') await markAwaited(trx, key, deps.now().toISOString())
  if (known) return known
  const act = await chooseAct(scene, sender, request)
  const input = inputOf(scene.noun, act, request)
  const refused = await whyNot(scene, sender, act, input)
  if (refused) throw refused
  const kept = await insert(scene, submission, { act, digest, payload: payloadOf(input, request) })
  await takeFiles(trx, submission)
  await submission.onKept?.(trx, kept)
  return kept
}

/** The second half, after the commit: the engine does what was kept, or says that it never will. */
export async function carryOut(deps: ActDeps, act: KeptAct): Promise<ActResult> {
  const leave = deps.acts.enter()
  try {
    return await send(deps, act, leave !== undefined)
  } finally {
    leave?.()
  }
}

/** Where there is no room, what is pending is left to the relay. */
async function send(deps: ActDeps, act: KeptAct, hasRoom: boolean): Promise<ActResult> {
  const name = wordsOfInstance(act.instance)?.name ?? ''
  if (act.status === 'refused') throw refusal(name, act.refusal ?? 'act-not-allowed')
  if (act.status === 'pending') {
    if (!hasRoom) return { saving: true }
    const answer = await deps.engine.act(act.instance, commandOf(act), { isFirst: act.isFirst })
    if (answer.how === 'saving') return { saving: true }
    if (answer.how === 'refused')
      throw refusal(name, answer.code, await findWinner(deps.db, act.instance, act.task))
    return answer.standing
  }
  return finish(deps.pools.acts, act.instance, { id: act.id, at: act.receivedAt })
}

/** The drawn act that is meant: the task named, else the sender's own, else the first that is open. */
async function chooseAct(scene: Scene, sender: ActSender, request: ActRequest): Promise<PossibleAct> {
  const isMeant = ({ id, message }: DrawnAct) => id === (message ? request.message : request.outcome)
  const possible = possibleActs(scene, sender).filter(isMeant)
  const own = possible.find(({ open }) => open?.claimedBy === sender.id)
  const chosen =
    request.task === undefined ? (own ?? possible[0]) : possible.find(({ task }) => task === request.task)
  if (chosen) return chosen
  throw await whyNone(scene, sender, request, actsOf(scene.net).filter(isMeant))
}

/** Nothing of the kind is open for this sender: who was first, or that it is not theirs, or not now. */
async function whyNone(
  { db, noun, instance, tasks }: Scene,
  sender: ActSender,
  request: ActRequest,
  drawn: DrawnAct[],
): Promise<ProblemError> {
  const { name } = noun.words
  if (drawn.length === 0) return invalid([{ path: 'body.outcome', message: `此${name}的流程没有这项操作` }])
  if (instance.status !== 'open') return refusal(name, 'case-ended', await findLastDone(db, instance.id))
  const open = tasks.find(({ key }) => key === request.task)
  if (!open && request.task !== undefined && messageOf(request.task) === undefined)
    return refusal(name, 'task-taken', await findWinner(db, instance.id, request.task))
  const mine = drawn.filter((act) => mayEver(sender, act))
  if (mine.length === 0)
    return sender.actor ? notYours(drawn[0]!.name) : conflict('act-not-allowed', '现在没有需要您办理的事项')
  const winner = open ? undefined : await findWinnerOfAny(db, instance.id, drawn)
  if (winner) return refusal(name, 'task-taken', winner)
  return open ? notYours(mine[0]!.name) : notNow(mine[0]!.name)
}

async function findWinnerOfAny(db: Db, instance: string, drawn: DrawnAct[]): Promise<ActRow | undefined> {
  for (const { element, message } of drawn) {
    const winner = message ? undefined : await findWinnerOf(db, instance, element)
    if (winner) return winner
  }
  return undefined
}

async function insert(
  { db, noun, net, at, pending }: Scene,
  { instance, key, sender, as }: Submission,
  { act, digest, payload }: { act: PossibleAct; digest: string; payload: Record<string, unknown> },
): Promise<KeptAct> {
  const once = !act.message || endsInstance(net, act.element)
  const row: NewAct = {
    id: key,
    instance,
    task: act.task,
    exclusiveKey: once ? act.task : key,
    act: as?.act ?? act.id,
    actName: as?.name ?? act.name,
    taskName: act.open?.name ?? act.stage,
    outcome: act.id,
    actorId: sender.id,
    actorName: sender.name,
    receivedAt: at,
    payload,
    digest,
  }
  const insertion = await insertAct(db, row)
  if (!insertion.inserted) throw refusal(noun.words.name, 'task-taken', insertion.winner)
  return { ...row, status: 'pending', refusal: null, attempts: 0, isFirst: pending.length === 0 }
}

function payloadOf(
  { data, reason }: { data: Record<string, unknown>; reason?: string | undefined },
  { files }: ActRequest,
) {
  return { ...data, ...(reason !== undefined && { reason }), ...(files?.length && { files }) }
}

/** Files of an act are the sender's own uploads, and belong to the instance from now on. */
async function takeFiles(trx: Db, { instance, sender, request: { files = [] } }: Submission): Promise<void> {
  if (files.length === 0) return
  const taken = sender.actor ? await claimFiles(trx, files, instance, sender.actor.id) : 0
  if (taken < new Set(files).size) throw notFound('文件')
}
