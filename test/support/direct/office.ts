/**
 * A service centre for tests on the direct engine: the real server, the real run loop and activities on real
 * PostgreSQL, no Temporal, and a clock that the test holds. An act takes 20 to 30 ms with everything behind it.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeStepDoors, createActivities, openStepDoors } from '../../../worker/worker.ts'
import type { Print } from '../../../activities/paper/issue.ts'
import type { AnyNoun } from '../../../activities/process/plan.ts'
import { createSimulators } from '../../simulators/simulators.ts'
import { startApp, testConfig } from '../app.ts'
import { fileTheOrder, furnish, openDesk } from '../desk.ts'
import type { Office } from '../desk.ts'
import { closeAtTheEnd } from '../hooks.ts'
import type { Activities } from '../office.ts'
import { moveOn } from '../time.ts'
import { createDatabase, dropDatabase } from '../stack.ts'
import { directClient } from './client.ts'
import { testClock, testDay } from './clock.ts'
import { Instances } from './instances.ts'
import { openOutbox } from './outbox.ts'

export type { Office } from '../desk.ts'

export interface DirectOptions {
  /** Instant at which the office opens; default 9:00 of the tests' day. */
  at?: string
  /** Changes the activities, e.g. to let them fail. */
  around?: (real: Activities) => Activities
  /** false: the year after the product's calendars is not announced. */
  calendars?: boolean
  /** How papers are printed; by default the order to print is filed. */
  print?: Print
  /** Nouns beside those that ship. */
  nouns?: Record<string, AnyNoun>
}

let shared: Promise<Office> | undefined

/** The office of this test process, for files that leave catalogue, calendar and settings as they are. Nobody closes it. */
export function sharedDirectOffice(): Promise<Office> {
  shared ??= startDirectOffice().then((office) => {
    closeAtTheEnd(() => office.close())
    return office
  })
  return shared
}

export async function startDirectOffice({
  at = testDay(),
  around = (real) => real,
  calendars = true,
  ...given
}: DirectOptions = {}): Promise<Office> {
  const name = `direct_${randomUUID().slice(0, 8)}`
  const databaseUrl = await createDatabase(name)
  const filesDir = await mkdtemp(path.join(tmpdir(), 'banjian-direct-'))
  const simulators = await createSimulators()
  const config = { ...testConfig(databaseUrl, filesDir), smsUrl: simulators.url, clockSpreadSeconds: 0 }
  const clock = testClock(at)
  const instances = new Instances(clock)
  const app = await startApp({ config, now: clock.now, temporal: directClient(instances) })
  const doors = openStepDoors(databaseUrl)
  const outbox = openOutbox({ ...app.deps, config, now: clock.now, print: fileTheOrder, ...given })
  const activities = around(createActivities({ ...app.deps, ...doors, config, now: clock.now, ...given }))
  instances.use({ activities, drain: outbox.drain })
  await furnish(app, { calendars })
  return openDesk(app, simulators.url, {
    async skip(instance, ms) {
      await moveOn(app.deps.db, instance, ms)
      await instances.advance(instance, ms)
    },
    stopWorker: async () => instances.stop(),
    startWorker: () => instances.work(),
    ...outbox,
    async close() {
      await closeStepDoors(doors)
      await app.close()
      await simulators.close()
      await dropDatabase(name)
      await rm(filesDir, { recursive: true, force: true })
    },
  })
}
