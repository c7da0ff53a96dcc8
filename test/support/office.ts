/** A whole service centre for tests on the real engine: database, server, worker, SMS gateway, Temporal. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drainLane } from '../../activities/follow-up/drain.ts'
import type { AnyNoun } from '../../activities/process/plan.ts'
import { lanes } from '../../server/records/follow-up/follow-up.ts'
import { createDrain, runOutbox } from '../../worker/outbox.ts'
import type { OutboxDeps } from '../../worker/outbox.ts'
import { closeStepDoors, createActivities, createWorker, openStepDoors } from '../../worker/worker.ts'
import type { Worker } from '@temporalio/worker'
import { createSimulators } from '../simulators/simulators.ts'
import { startApp, testConfig } from './app.ts'
import { closeAtTheEnd } from './hooks.ts'
import { fileTheOrder, furnish, openDesk } from './desk.ts'
import { leaveNumbersToOthers } from './numbers.ts'
import type { Office } from './desk.ts'
import { endWorker, quietRuntime } from './runtime.ts'
import { createDatabase, dropDatabase, poll } from './stack.ts'
import { skipTime } from './time.ts'

export type { Office } from './desk.ts'

export type Activities = ReturnType<typeof createActivities>

export interface OfficeOptions {
  /** The folder of the built web. */
  webDist?: string
  /** Real PDFs in the file store, where somebody downloads one. */
  printed?: boolean
  /** Nouns beside those that ship. */
  nouns?: Record<string, AnyNoun>
}

let shared: Promise<Office> | undefined

/** The office of this test process, for files that leave catalogue, calendar and settings as they are. Nobody closes it. */
export function sharedOffice(): Promise<Office> {
  shared ??= startOffice().then((office) => {
    closeAtTheEnd(() => office.close())
    return office
  })
  return shared
}

/**
 * @param around changes the worker's activities, e.g. to let them fail
 * @param given settings that differ
 */
export async function startOffice(
  around: (real: Activities) => Activities = (real) => real,
  { printed = false, nouns, ...given }: OfficeOptions = {},
): Promise<Office> {
  quietRuntime()
  const name = `office_${randomUUID().slice(0, 8)}`
  const databaseUrl = await createDatabase(name)
  const filesDir = await mkdtemp(path.join(tmpdir(), 'banjian-office-'))
  const simulators = await createSimulators()
  const config = {
    ...testConfig(databaseUrl, filesDir),
    taskQueue: name,
    smsUrl: simulators.url,
    clockSpreadSeconds: 0,
    ...given,
  }
  const app = await startApp({ config })
  await furnish(app)
  let working: { worker: Worker; running: Promise<void> } | undefined
  const doors = openStepDoors(databaseUrl)
  const startWorker = async () => {
    const deps = { ...app.deps, ...doors, config, ...(nouns && { nouns }) }
    const worker = await createWorker(deps, around(createActivities(deps)))
    working = { worker, running: worker.run() }
  }
  const stopWorker = async () => {
    if (!working) return
    await endWorker(working.worker, working.running)
    working = undefined
  }
  const outbox = openOutbox({ ...app.deps, config, nouns, ...(!printed && { print: fileTheOrder }) })
  await startWorker()
  await outbox.startDrain()
  const office = await openDesk(app, simulators.url, {
    skip: (instance, ms) => skipTime(app.deps, instance, ms, { wait: working !== undefined }),
    stopWorker,
    startWorker,
    ...outbox,
    async close() {
      await outbox.stopDrain()
      await stopWorker()
      await closeStepDoors(doors)
      await app.close()
      await simulators.close()
      await dropDatabase(name)
      await rm(filesDir, { recursive: true, force: true })
    },
  })
  await leaveNumbersToOthers(app.deps)
  return office
}

/** The drain of production, in this process. */
function openOutbox(deps: OutboxDeps) {
  let stop: (() => Promise<void>) | undefined
  return {
    async startDrain() {
      stop ??= runOutbox(deps)
    },
    async stopDrain() {
      await stop?.()
      stop = undefined
    },
    async settled() {
      const drain = createDrain(deps)
      const rest = async () =>
        (await Promise.all(lanes.map((lane) => drainLane(drain, lane)))).every((taken) => taken === 0) &&
        (await deps.db('follow_up').whereNull('done_at').andWhere({ stopped: false }).first('id')) ===
          undefined
      if (!(await poll(rest, 60_000, 50))) throw new Error('the outbox does not come to rest')
    },
  }
}
