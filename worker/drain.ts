/** The process `banjian-drain`: does what follows steps, behind people's acts and never in their way. */
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import { createLog, createTemporal } from '../server/deps.ts'
import { createFileStore } from '../server/modules/file/store.ts'
import { runOutbox } from './outbox.ts'

/** Rows under way get this long when the process is told to stop; what they do is safe to do again. */
const stopDeadlineMs = 10_000
const connections = 3
/** Printing is work for the processor: people's acts come first. */
const niceness = 10

const config = readConfig()
const log = createLog(config)
os.setPriority(niceness)

const db = createDb(config.databaseUrl, { applicationName: 'banjian-drain', max: connections })
const temporal = createTemporal(config, db)
const files = createFileStore(path.resolve(config.filesDir))
const stop = runOutbox({ db, files, temporal, config, log })
log.info('drain ready')
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'drain stops')
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
    void stop().then(async () => {
      await db.destroy()
      await temporal.connection.close()
      process.exit(0)
    })
  })
}
