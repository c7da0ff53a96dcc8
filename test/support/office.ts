/** A whole service centre for tests on the real engine: database, server, worker, SMS gateway, Temporal. */
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createActivities, createWorker } from '../../worker/worker.ts'
import type { Worker } from '@temporalio/worker'
import { createSimulators } from '../simulators/simulators.ts'
import { dayOf } from '../../workflows/clock/day.ts'
import { startApp, testConfig } from './app.ts'
import { fileTheOrder, furnish, openDesk } from './desk.ts'
import type { Office } from './desk.ts'
import { endWorker, quietRuntime } from './runtime.ts'
import { createDatabase, dropDatabase } from './stack.ts'
import { skipTime } from './time.ts'

export type { Office } from './desk.ts'

export type Activities = ReturnType<typeof createActivities>

export interface OfficeOptions {
  /** The folder of the built web. */
  webDist?: string
  /** Real PDFs in the file store, where somebody downloads one. */
  printed?: boolean
}

/**
 * @param around changes the worker's activities, e.g. to let them fail
 * @param given settings that differ
 */
export async function startOffice(
  around: (real: Activities) => Activities = (real) => real,
  { printed = false, ...given }: OfficeOptions = {},
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
  await leaveNumbersToOthers(app.deps)
  let working: { worker: Worker; running: Promise<void> } | undefined
  const startWorker = async () => {
    const deps = { ...app.deps, config, ...(!printed && { print: fileTheOrder }) }
    const worker = await createWorker(deps, around(createActivities(deps)))
    working = { worker, running: worker.run() }
  }
  const stopWorker = async () => {
    if (!working) return
    await endWorker(working.worker, working.running)
    working = undefined
  }
  await startWorker()
  return openDesk(app, simulators.url, {
    skip: (instance, ms) => skipTime(app.deps, instance, ms, { wait: working !== undefined }),
    stopWorker,
    startWorker,
    async close() {
      await stopWorker()
      await app.close()
      await simulators.close()
      await dropDatabase(name)
      await rm(filesDir, { recursive: true, force: true })
    },
  })
}

/** Databases of tests share a namespace, where a case number is an instance's id. */
async function leaveNumbersToOthers({ db, now }: { db: Office['app']['deps']['db']; now(): Date }) {
  const centres = await db('centre').pluck<string[]>('code')
  const day = dayOf(now().toISOString())
  const last = randomInt(1, 90_000)
  await db('case_number_sequence').insert(centres.map((centre) => ({ centre, day, last })))
}
