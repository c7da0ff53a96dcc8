/** Wiring only: which activities this worker offers, and how many tasks it takes at once. */
import { NativeConnection, Worker } from '@temporalio/worker'
import type pg from 'pg'
import { createNouns } from '../activities/nouns.ts'
import { createProcessActivities } from '../activities/process/activities.ts'
import type { AnyNoun } from '../activities/process/plan.ts'
import type { Db } from '../server/db.ts'
import { createNetCodec } from '../server/net-codec.ts'
import { createNotifier } from '../server/notify.ts'
import type { Notifier } from '../server/notify.ts'
import { personalOf } from '../server/personal.ts'
import { getNet } from '../server/records/process/projection.ts'
import { createStepPool } from '../server/records/process/step.ts'
import type { ProcessActivities } from '../workflows/process/domain.ts'
import { workflowBundle } from './bundle.ts'

export interface WorkerDeps {
  db: Db
  /** The steps' own connections. */
  pool: pg.Pool
  notifier: Notifier
  config: {
    temporalAddress: string
    temporalNamespace: string
    taskQueue: string
    dataKey: string
    publicUrl: string
  }
  /** Nouns beside those that ship, e.g. of a test. */
  nouns?: Record<string, AnyNoun>
  /** Wall time. */
  now?(): Date
}

/** Steps at once: as many as their pool has connections, so that none waits for one while it holds a slot. */
export const stepsAtOnce = 12
/** Steps that go on as normal activities in an outage, and calls of other systems. */
const activitiesAtOnce = 8

/**
 * How long an instance's task waits for the worker that knows the instance before any other takes it up again from its
 * history: most of what an act sent after a worker's loss takes (10.6 s with the default of 10 s, 2.5 s with this on a busy machine). A
 * worker that is only busy pays a replay for it.
 */
const stickyWait = '1500 ms'

export function openStepDoors(databaseUrl: string): Pick<WorkerDeps, 'pool' | 'notifier'> {
  const pool = createStepPool(databaseUrl, stepsAtOnce + activitiesAtOnce)
  return { pool, notifier: createNotifier(pool) }
}

export async function closeStepDoors({
  pool,
  notifier,
}: Pick<WorkerDeps, 'pool' | 'notifier'>): Promise<void> {
  await notifier.close()
  await pool.end()
}

export function createActivities(deps: WorkerDeps): ProcessActivities {
  const { db, pool, notifier, config, nouns, now = () => new Date() } = deps
  const personal = personalOf({ config })
  return createProcessActivities({
    ...{ db, pool, live: notifier.tell, seal: personal.seal, now },
    nouns: { ...createNouns({ personal, publicUrl: config.publicUrl }), ...nouns },
  })
}

/**
 * 200 workflow-task slots: with 50 concurrent acts the 95th percentile fell from 2.8 s to 1.9 s (two cores, server,
 * worker and PostgreSQL on them).
 */
export async function createWorker(deps: WorkerDeps, activities = createActivities(deps)): Promise<Worker> {
  const connection = await NativeConnection.connect({ address: deps.config.temporalAddress })
  return Worker.create({
    connection,
    namespace: deps.config.temporalNamespace,
    taskQueue: deps.config.taskQueue,
    workflowBundle: await workflowBundle(),
    dataConverter: { payloadCodecs: [createNetCodec((id) => getNet(deps.db, id))] },
    activities: { ...activities },
    maxConcurrentWorkflowTaskExecutions: 200,
    maxConcurrentLocalActivityExecutions: stepsAtOnce,
    maxConcurrentActivityTaskExecutions: activitiesAtOnce,
    stickyQueueScheduleToStartTimeout: stickyWait,
    // A call of another system learns that it is cancelled with its next heartbeat.
    maxHeartbeatThrottleInterval: '1 s',
  })
}
