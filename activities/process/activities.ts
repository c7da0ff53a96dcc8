/**
 * The records of every process: one transaction a step. What a capability adds (its services, its clocks, its own
 * rows) comes in by `Capability`; the case is the first.
 */
import { ApplicationFailure } from '@temporalio/activity'
import {
  findStepResult,
  project,
  saveStepResult,
  writeIncident,
} from '../../server/records/process/projection.ts'
import type { Place } from '../../server/records/process/projection.ts'
import type { Db } from '../../server/db.ts'
import { ProblemError } from '../../server/errors.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import type {
  FollowUp,
  ProcessActivities,
  ServiceCall,
  ServiceResult,
  StepRecord,
  TimerVerdict,
} from '../../workflows/process/domain.ts'

export type TimerQuestion = Parameters<ProcessActivities['askTimer']>[0]
export type RungDue = Parameters<ProcessActivities['remind']>[0]

export type Service = (trx: Db, call: ServiceCall) => Promise<ServiceResult>

export interface Capability {
  place(trx: Db, number: string): Promise<Place>
  /** The capability's own rows of a step, in its transaction. */
  onStep(trx: Db, record: StepRecord): Promise<void>
  services: Record<string, Service>
  askTimer(trx: Db, question: TimerQuestion): Promise<TimerVerdict>
  remind(trx: Db, rung: RungDue): Promise<FollowUp[]>
  /** After a service, in its transaction: what its rows changed on lists. */
  afterService(trx: Db, call: ServiceCall): Promise<void>
}

export function createProcessActivities(deps: {
  db: Db
  capabilities: Record<string, Capability>
}): ProcessActivities {
  const { db, capabilities } = deps

  function capabilityOf(instance: string): { capability: Capability; number: string } {
    const { capability: name, number } = parseInstanceId(instance)
    const capability = capabilities[name]
    if (!capability) throw ApplicationFailure.nonRetryable(`no capability ${name}`, 'unknown-capability')
    return { capability, number }
  }

  async function write(trx: Db, record: StepRecord): Promise<void> {
    if (record.effects.length === 0) return
    const { capability, number } = capabilityOf(record.instance)
    const written = await project(trx, record, await capability.place(trx, number))
    if (written) await capability.onStep(trx, record)
  }

  async function perform(trx: Db, call: ServiceCall): Promise<ServiceResult> {
    const done = await findStepResult(trx, call.instance, call.key)
    if (done && done.actId !== call.cause.actId) {
      throw ApplicationFailure.nonRetryable(
        `${call.key} was done for ${done.actId}, not ${call.cause.actId}`,
        'step-conflict',
      )
    }
    if (done) return done.result as ServiceResult
    const { capability } = capabilityOf(call.instance)
    const service = capability.services[call.activity]
    if (!service) throw ApplicationFailure.nonRetryable(`no service ${call.activity}`, 'unknown-service')
    const result = await service(trx, call)
    await capability.afterService(trx, call)
    await saveStepResult(trx, {
      instance: call.instance,
      key: call.key,
      actId: call.cause.actId,
      at: call.cause.at,
      result,
    })
    return result
  }

  return {
    commitStep: (record) => guarded(() => db.transaction((trx) => write(trx, record))),
    runService: (call, before) =>
      guarded(() =>
        db.transaction(async (trx) => {
          await write(trx, before)
          return perform(trx, call)
        }),
      ),
    askTimer: (question) =>
      guarded(() =>
        db.transaction((trx) => capabilityOf(question.instance).capability.askTimer(trx, question)),
      ),
    remind: (rung) =>
      guarded(() => db.transaction((trx) => capabilityOf(rung.instance).capability.remind(trx, rung))),
    recordIncident: (incident) => guarded(() => writeIncident(db, incident)),
  }
}

/** SQLSTATE classes of what no retry mends: bad data, a broken constraint, a statement that is wrong. */
const permanentClasses = ['22', '23', '42']

/**
 * An outage is retried; a mistake in data or code is said at once, so that it becomes an incident that an
 * administrator sees, and not a case that is silently tried for ever.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error
    // A rule of ours said no (a clock that is over, a pause that is closed): trying again changes nothing.
    if (error instanceof ProblemError && error.status < 500) {
      throw ApplicationFailure.create({
        message: error.message,
        type: error.code,
        nonRetryable: true,
        cause: error,
      })
    }
    const state = (error as { code?: unknown }).code
    const sql =
      typeof state === 'string' && state.length === 5 && permanentClasses.includes(state.slice(0, 2))
    if (sql || error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) {
      throw ApplicationFailure.create({
        // knex puts the statement in front; people who mend an incident need what PostgreSQL said.
        message: String((error as Error).message)
          .split(' - ')
          .at(-1)!,
        type: 'step-failed',
        nonRetryable: true,
        cause: error as Error,
      })
    }
    throw error
  }
}
