import { Runtime } from '@temporalio/worker'
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import { createLog } from '../server/deps.ts'
import { closeStepDoors, createWorker, openStepDoors } from './worker.ts'

/** Tasks under way get this long when the process is told to stop; what they do is safe to do again. */
const stopDeadlineMs = 10_000

const config = readConfig()
const log = createLog(config)
// The runtime traps SIGTERM itself; we stop by shutdown(), with a deadline.
Runtime.install({ shutdownSignals: [] })

/** For what is read once and kept: definitions, item versions, calendars. */
const db = createDb(config.databaseUrl, { applicationName: 'banjian-worker', max: 4 })
const doors = openStepDoors(config.databaseUrl)
const worker = await createWorker({ db, ...doors, config })
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'worker stops')
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
    worker.shutdown()
  })
}
log.info({ address: config.temporalAddress }, 'worker ready')
await worker.run()
await closeStepDoors(doors)
await db.destroy()
process.exit(0)
