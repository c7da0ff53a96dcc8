/**
 * Time skipping of one case: the engine's time by Temporal's own feature (server 1.32), the case's time on the HTTP
 * side by its `time_offset`. A direct office moves both itself (direct/office.ts).
 */
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { Db } from '../../server/db.ts'
import { poll } from './stack.ts'

export interface SkipDeps {
  db: Db
  temporal: Client
  config: { temporalNamespace: string }
}

/**
 * Fast-forwards by `ms` and waits until the engine is there; a second skip before that would start from where the
 * first had come to. `wait: false` when no worker runs: the engine goes on once one does.
 */
export async function skipTime(
  deps: SkipDeps,
  instance: string,
  ms: number,
  { wait = true }: { wait?: boolean } = {},
): Promise<void> {
  const id = randomUUID()
  await moveOn(deps.db, instance, ms)
  await deps.temporal.connection.workflowService.updateWorkflowExecutionOptions({
    namespace: deps.config.temporalNamespace,
    workflowExecution: { workflowId: instance },
    ...options(id, ms),
  } as never) // the types want Long where the wire takes a number
  if (wait && !(await poll(() => isThere(deps, instance, id), 60_000, 50))) {
    throw new Error(`${instance} did not reach the skipped time in 60 s`)
  }
}

/** The instance's time, also where lists keep it. */
export async function moveOn(db: Db, instance: string, ms: number): Promise<void> {
  await db('process_instance').where({ id: instance }).increment('time_offset', ms)
  await db('task').where({ instance }).increment('time_offset', ms)
  await db('case_record').whereRaw(`'case:' || case_no = ?`, instance).increment('time_offset', ms)
}

function options(id: string, ms: number) {
  const duration = { seconds: Math.floor(ms / 1000), nanos: Math.floor(ms % 1000) * 1_000_000 }
  return {
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration } } },
    updateMask: { paths: ['time_skipping_config'] },
  }
}

/** Arrived, or ended on the way. */
async function isThere({ temporal, config }: SkipDeps, instance: string, id: string): Promise<boolean> {
  const described = await temporal.connection.workflowService.describeWorkflowExecution({
    namespace: config.temporalNamespace,
    execution: { workflowId: instance },
  })
  if (described.workflowExecutionInfo?.closeTime) return true
  // Once there, the server switches skipping off and keeps what it was asked for.
  const effective = described.workflowExtendedInfo?.timeSkippingInfo?.effectiveConfig
  return effective?.fastForwardConfig?.id === id && !effective.enabled
}
