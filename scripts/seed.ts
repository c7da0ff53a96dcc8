/**
 * Loads the demo: places, items, agreements, calendars, process definitions, accounts. Run it as often as you like:
 * what is there is left alone. Cases come later, through the running server (scripts/seed-cases.ts).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import type { Db, Trx } from '../server/db.ts'
import { seedCalendars } from '../server/modules/clock/seed.ts'
import { publishDefinition } from '../server/modules/process/publish.ts'
import { seedEntrustments } from './seed/entrustments.ts'
import { seedItems } from './seed/items.ts'
import { seedPlaces } from './seed/places.ts'
import { seedUsers } from './seed/users.ts'

const by = '系统'

/** Definitions the product ships with; the same drawing again adds no version. */
export async function seedDefinitions(trx: Trx, at: string): Promise<void> {
  const folder = new URL('../workflows/case/', import.meta.url)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.bpmn')))
    await publishDefinition(trx, readFileSync(new URL(file, folder), 'utf8'), { note: '随产品发布', by, at })
}

/** Places, items and agreements, once. */
export async function seedCatalogue(trx: Trx, at: string): Promise<boolean> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', ['seed'])
  if (await trx('district').first('code')) return false
  await seedPlaces(trx)
  await seedItems(trx, at)
  await seedEntrustments(trx, at)
  return true
}

async function seedDemo(db: Db, at: string): Promise<string[]> {
  return db.transaction(async (trx) => {
    const done: string[] = []
    if (await seedCatalogue(trx, at)) {
      await seedUsers(trx, at)
      done.push('places, items, agreements, accounts')
    }
    const years = await seedCalendars(trx, at)
    if (years.length > 0) done.push(`calendars ${years.join(', ')}`)
    await seedDefinitions(trx, at)
    return done
  })
}

if (import.meta.filename === process.argv[1]) {
  const config = readConfig()
  if (!config.demo)
    throw new Error('seed: demo accounts have a published password; refused without BANJIAN_DEMO=1')
  const db = createDb(config.databaseUrl, { applicationName: 'banjian-seed', max: 2 })
  try {
    const done = await seedDemo(db, new Date().toISOString())
    console.log(done.length > 0 ? `seeded ${done.join('; ')}` : 'nothing to seed')
  } finally {
    await db.destroy()
  }
}
