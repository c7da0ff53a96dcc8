/**
 * The server's one door to Temporal: one round trip per act. Everything sent here stands in PostgreSQL already, so
 * an answer that does not come in time is no loss: the relay sends again, and the caller is told "saving" (202).
 */
import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client'
import type { Client } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import type { Db } from '../../db.ts'
import type { Config } from '../../config.ts'
import { startTask } from '../../../workflows/process/domain.ts'
import type { ActCommand, ClockArm, InstanceView, ProcessInput } from '../../../workflows/process/domain.ts'
import { actUpdate, clockChanged, instanceView, retryIncident } from '../../../workflows/process/messages.ts'
import type { ActRow } from '../../records/process/act.ts'
import { findInstance } from '../../records/process/instance.ts'
import { findDefinition } from '../../records/process/projection.ts'
import { finish } from './finish.ts'
import type { Standing } from './finish.ts'
import { tellRefused } from './tell-refused.ts'
import {
  commandOf,
  findActStatus,
  findPendingBefore,
  isRecorded,
  markDone,
  refuseAct,
} from '../../records/process/act.ts'

type ProcessWorkflow = (input: ProcessInput) => Promise<void>

/** How long a request waits for the engine before it answers 202. */
const answerWithinMs = 4000

/**
 * A task that a worker has begun is given to another after this long: most of what an act in a lost worker's hand takes.
 * Steps that take longer are safe: the worker asks for more time while one is under way. Not shorter: with 5 s a machine
 * that was busy with a hundred people did tasks over and over, and a third of its cases; with 8 s as many as with
 * Temporal's 10 s.
 */
const taskTimeout = '8 s'

/** done: its records are written. saving: kept, will be carried out. refused: it never will be, with the code. */
export type ActOutcome =
  { how: 'done'; standing: Standing } | { how: 'saving' } | { how: 'refused'; code: string }

export interface Engine {
  start(input: { instance: string; actId: string; at: string }): Promise<{ saved: boolean }>
  /** `isFirst`: nothing of its instance is waiting before it, so nothing has to be sent before. */
  act(instance: string, command: ActCommand, known?: { isFirst?: boolean | undefined }): Promise<ActOutcome>
  signalClock(instance: string, change: ClockArm): Promise<void>
  retryIncident(instance: string, key: string): Promise<void>
  view(instance: string): Promise<InstanceView>
}

export interface EngineDeps {
  db: Db
  temporal: Client
  config: Pick<Config, 'clockSpreadSeconds' | 'taskQueue'>
}

export function createEngine(deps: EngineDeps): Engine {
  const { temporal } = deps
  return {
    start: (input) => start(deps, input, Date.now() + answerWithinMs),
    act: (instance, command, { isFirst = false } = {}) => {
      const deadline = Date.now() + answerWithinMs
      return (isFirst ? sendAct : sendInOrder)(deps, instance, command, deadline)
    },
    signalClock: (instance, change) => temporal.workflow.getHandle(instance).signal(clockChanged, change),
    retryIncident: async (instance, key) => {
      await temporal.workflow.getHandle(instance).executeUpdate(retryIncident, { args: [{ key }] })
    },
    view: (instance) => temporal.workflow.getHandle(instance).query(instanceView),
  }
}

/** A noun's workflow type: `change-ticket` runs as `changeTicketProcess`, which is a name a module can export. */
export const workflowType = (noun: string): string =>
  `${noun.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Process`

async function start(
  { db, temporal, config }: EngineDeps,
  { instance, actId, at }: { instance: string; actId: string; at: string },
  deadline: number,
): Promise<{ saved: boolean }> {
  const row = await findInstance(db, instance)
  const definition = row && (await findDefinition(db, row.definitionId))
  if (!definition) throw new Error(`no instance ${instance}`)
  const { id, key, version, hash, net } = definition
  const input: ProcessInput = {
    instance,
    definition: { id, key, version, hash, net },
    vars: row.startVars,
    start: { actId, at },
    spreadSeconds: config.clockSpreadSeconds,
  }
  const startWorkflowOperation = new WithStartWorkflowOperation<ProcessWorkflow>(workflowType(row.noun), {
    workflowId: instance,
    taskQueue: config.taskQueue,
    args: [input],
    workflowTaskTimeout: taskTimeout,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  })
  const command: ActCommand = { id: actId, task: startTask, outcome: 'start', at }
  try {
    await temporal.withDeadline(deadline, () =>
      temporal.workflow.executeUpdateWithStart(actUpdate, {
        startWorkflowOperation,
        updateId: actId,
        args: [command],
      }),
    )
    await markDone(db, actId, at)
    return { saved: true }
  } catch (error) {
    if (isAway(error)) return { saved: false }
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      // Ended already: its own act was done then. Otherwise the number is another instance's.
      if (await isRecorded(db, instance, actId)) {
        await markDone(db, actId, at)
        return { saved: true }
      }
    }
    throw error
  }
}

/**
 * Acts of an instance reach the engine in the order of their commits: one is sent when those before it are answered
 * (sent again they give their first answer). Otherwise, when worker and Temporal die together, the engine could take
 * up again in another order than the records were written in.
 */
async function sendInOrder(
  deps: EngineDeps,
  instance: string,
  command: ActCommand,
  deadline: number,
): Promise<ActOutcome> {
  for (const act of await findPendingBefore(deps.db, instance, command.id)) {
    if ((await sendEarlier(deps, act, deadline)) === 'saving') return { how: 'saving' }
  }
  return sendAct(deps, instance, command, deadline)
}

/** Another's act, sent before ours: its sender was answered 202, so a refusal has to find them. */
async function sendEarlier(deps: EngineDeps, act: ActRow, deadline: number): Promise<ActOutcome['how']> {
  const { id, instance, task, receivedAt: at } = act
  if (task === startTask) {
    const { saved } = await start(deps, { instance, actId: id, at }, deadline)
    return saved ? 'done' : 'saving'
  }
  const { how } = await sendAct(deps, instance, commandOf(act), deadline)
  if (how === 'refused') await tellRefused(deps.db, id)
  return how
}

async function sendAct(
  { db, temporal }: EngineDeps,
  instance: string,
  command: ActCommand,
  deadline: number,
): Promise<ActOutcome> {
  try {
    await temporal.withDeadline(deadline, () =>
      temporal.workflow
        .getHandle(instance)
        .executeUpdate(actUpdate, { updateId: command.id, args: [command] }),
    )
    return { how: 'done', standing: await finish(db, instance, command) }
  } catch (error) {
    if (isAway(error)) return { how: 'saving' }
    const code = await refusalOf(db, instance, command, error)
    if (code === undefined) return { how: 'saving' }
    if (code === 'done') {
      return { how: 'done', standing: await finish(db, instance, command) }
    }
    await refuseAct(db, command.id, code)
    return { how: 'refused', code }
  }
}

/** Why the engine will never take the act; `done` when it did; undefined when that is not known yet. */
async function refusalOf(
  db: Db,
  instance: string,
  command: ActCommand,
  error: unknown,
): Promise<string | undefined> {
  if ((await findActStatus(db, command.id)) === 'done') return 'done'
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    return error.cause.type ?? 'act-refused'
  }
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) {
    const row = await findInstance(db, instance)
    // Not started yet (its own act is still on the way) is no refusal.
    if (row?.status !== 'ended') return undefined
    return (await isRecorded(db, instance, command.id)) ? 'done' : 'case-ended'
  }
  throw error
}

/**
 * The engine or its worker does not answer now: UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED by our own deadline, or
 * FAILED_PRECONDITION while a crashed worker's workflow task is tried again. The act is kept; the relay sends it again.
 */
export function isAway(error: unknown): boolean {
  const codes = [1, 2, 4, 8, 9, 10, 13, 14]
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause) && codes.includes(cause.code)) return true
    if (cause.name === 'WorkflowUpdateRPCTimeoutOrCancelledError') return true
  }
  return false
}
