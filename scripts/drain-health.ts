/**
 * Health of the drain, for docker-compose.yml: exit code 0 unless a follow-up that may be tried has been waiting for two
 * minutes and nobody is at it. It has no port of its own to ask; a hung one leaves work lying.
 */
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import { countNeglected } from '../server/records/follow-up/follow-up.ts'

const graceSeconds = 120

const db = createDb(readConfig().databaseUrl, { applicationName: 'banjian-drain-health', max: 1 })
const neglected = await countNeglected(db, new Date(Date.now() - graceSeconds * 1_000).toISOString())
await db.destroy()
if (neglected > 0) console.error(`${neglected} follow-ups have waited for more than ${graceSeconds} s`)
process.exit(neglected > 0 ? 1 : 0)
