/**
 * Loads the demo: places, items, agreements, calendars, process definitions, accounts. Run it as often as you like:
 * what is there is left alone. Cases come later, through the running server (scripts/seed-cases.ts).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { changeTicketWords } from '../workflows/change-ticket/domain.ts'
import { caseWords } from '../workflows/case/domain.ts'
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import type { Db, Trx } from '../server/db.ts'
import { seedCalendars } from '../server/modules/clock/seed.ts'
import { compileWithCalls, publishDefinition } from '../server/modules/process/publish.ts'
import { wasPublished } from '../server/records/process/definition.ts'
import { seedMapping } from '../server/records/process/mapping.ts'
import { calleesFirst } from './seed/drawings.ts'
import { seedEntrustments } from './seed/entrustments.ts'
import { seedItems } from './seed/items.ts'
import { seedPlaces } from './seed/places.ts'
import { seedUsers } from './seed/users.ts'

const by = '系统'

/** Shipped drawings lie beside the words of their nouns, parts that several call in folders of their own. */
const drawings = new URL('../workflows/', import.meta.url)

/** The shipped mappings have none before them: a case received earlier than the installation follows them too. */
const sinceEver = new Date('2000-01-01T00:00:00+08:00').toISOString()
/** What the product maps by itself, the first time. */
export const shippedMappings = [
  { noun: caseWords.key, kind: 'entrusted-acceptance', definitionKey: 'entrusted-acceptance' },
  { noun: changeTicketWords.key, kind: '', definitionKey: 'change-ticket' },
]

/**
 * Definitions the product ships with, callees before their callers. What was published before, by us or by an
 * administrator, is left alone: a drawing is only added when no version of its process has ever been this one.
 */
export async function seedDefinitions(trx: Trx, at: string): Promise<void> {
  // Before the drawings: one that sends a message to another noun asks who receives it.
  for (const one of shippedMappings)
    await seedMapping(trx, { ...one, effectiveFrom: sinceEver, changedBy: by, changedAt: at })
  const files = readdirSync(drawings, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.bpmn'),
  )
  const shipped = files.sort().map((name) => readFileSync(new URL(name, drawings), 'utf8'))
  for (const bpmn of calleesFirst(shipped)) {
    const { net, hash } = await compileWithCalls(trx, bpmn)
    if (await wasPublished(trx, net.key, hash)) continue
    await publishDefinition(trx, bpmn, { note: '随产品发布', by, at })
  }
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
