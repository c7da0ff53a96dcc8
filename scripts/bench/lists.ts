/**
 * `npm run bench -- lists [--tasks 10000,100000]`: every list, filter and search as the server asks the database, first page,
 * alone. For each: milliseconds (median of seven, statement with planning, transfer and parsing) and the rows PostgreSQL read.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Actor } from '../../workflows/identity/domain.ts'
import { createDb, type Db } from '../../server/db.ts'
import { createPersonal } from '../../server/personal.ts'
import { listAudit } from '../../server/records/audit/audit.ts'
import { listIncidents } from '../../server/records/process/incident.ts'
import { listCases } from '../../server/records/worklist/cases.ts'
import { searchCases } from '../../server/records/worklist/search.ts'
import { countTasks, listTasks } from '../../server/records/worklist/worklist.ts'
import { soughtBy } from '../../server/search.ts'
import { migrate } from '../migrate.ts'
import { freePorts } from '../stack/ports.ts'
import { startPostgres } from '../stack/postgres.ts'
import { ProcessRegistry } from '../stack/registry.ts'
import { seedLists } from './lists-seed.ts'
import { planOf } from './plan.ts'
import { percentile } from './report.ts'

const clerk = actorOf({ roles: ['clerk', 'head'], side: 'centre', centreCode: 'C1' })
const reviewer = actorOf({ roles: ['reviewer'], side: 'bureau', bureauCode: 'B1' })
const operator = actorOf({ roles: ['operator'], side: 'platform', districtCode: '110000' })

function actorOf(given: Partial<Actor>): Actor {
  const nobody = { id: 1, username: 'bench', name: '压测', phone: '', districtCode: '110108', roles: [] }
  return { ...nobody, centreCode: null, bureauCode: null, side: 'platform', ...given } as Actor
}

type Query = (db: Db) => Promise<unknown>
const at = new Date().toISOString()
const personal = createPersonal(`bench:${Buffer.alloc(32, 1).toString('base64')}`)
const word = (text: string) => soughtBy(personal, text)
const hash = (one: string) => ({ pairs: ['没有'], exact: [one] })
const tasks =
  (given: object = {}, who = clerk): Query =>
  (db) =>
    listTasks(db, who, { at, box: 'group', sort: 'due', limit: 51, ...given })
const cases =
  (given: object = {}, who = clerk): Query =>
  (db) =>
    listCases(db, who, { at, from: undefined, to: undefined, limit: 51, ...given })

/** @param rare name of one organisation */
function queries(rare: string, person: string): Record<string, Query> {
  const lights = ['red', 'yellow', 'green', 'paused'] as const
  const sought: [string, object][] = [
    ['公司 (in 7 of 10)', word('公司')],
    ['餐饮 (in 1 of 7)', word('餐饮')],
    ['事项17 (1 in 20)', word('事项17')],
    [`${rare.slice(2, 4)} (rare)`, word(rare.slice(2, 4))],
    ['a whole name', word(rare)],
    ['a person', hash(person)],
    ['nothing', word('没有的词')],
  ]
  return {
    'group by due': tasks(),
    'group by opened': tasks({ sort: 'opened' }),
    'group of a reviewer': tasks({}, reviewer),
    ...Object.fromEntries(lights.map((light) => [`group, ${light}`, tasks({ light })])),
    'group, one item': tasks({ item: 'I17' }),
    'group, no such item': tasks({ item: 'none' }),
    'group, one step': tasks({ step: 'step-3' }),
    'group, one status': tasks({ status: 'received' }),
    ...Object.fromEntries(sought.map(([name, one]) => [`group, word ${name}`, tasks({ sought: one })])),
    mine: tasks({ box: 'mine' }),
    done: tasks({ box: 'done' }),
    'numbers on the tabs': (db) =>
      countTasks(
        db,
        clerk,
        (['mine', 'group'] as const)
          .map((box) => ({ id: box as string, box, asked: { at } }))
          .concat(lights.map((light) => ({ id: light, box: 'group', asked: { at, light } })) as never),
        100,
      ),
    'all cases': cases(),
    'all cases of the city': cases({}, operator),
    ...Object.fromEntries(lights.map((light) => [`all cases, ${light}`, cases({ light })])),
    'all cases, one item': cases({ item: 'I17' }),
    'all cases, one step': cases({ step: 'step-3' }),
    ...Object.fromEntries(sought.map(([name, one]) => [`all cases, word ${name}`, cases({ sought: one })])),
    ...Object.fromEntries(
      sought.map(([name, one]) => [`Ctrl-K ${name}`, (db: Db) => searchCases(db, clerk, one as never)]),
    ),
    incidents: (db) => listIncidents(db, operator, { limit: 51 }),
    audit: (db) => listAudit(db, {}, { limit: 51 }),
  }
}

export async function benchLists(sizes: number[]): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'banjian-lists-'))
  const [port] = (await freePorts(1)) as [number]
  const registry = new ProcessRegistry(path.join(dir, 'processes.json'))
  const logFile = path.join(dir, 'postgres.log')
  const pg = await startPostgres({
    ...{ dataDir: path.join(dir, 'pg'), stateDir: dir, logFile, port, registry, durable: false },
  })
  try {
    for (const size of sizes) {
      await pg.ensureDatabase(`lists_${size}`)
      await benchSize(pg.url(`lists_${size}`), size)
    }
  } finally {
    await pg.kill9()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function benchSize(url: string, size: number): Promise<void> {
  await migrate(url)
  const db = createDb(url, { max: 1 })
  try {
    const began = performance.now()
    await db.raw('set statement_timeout = 0')
    await seedLists(db, size)
    console.log(`\n${size} open tasks (seeded in ${Math.round((performance.now() - began) / 1_000)} s)`)
    const { who_masked: rare } = await db('task')
      .where('place', 'C1')
      .whereLike('who_masked', '%公司')
      .orderBy('instance')
      .first()
    const { keys } = await db('search_entry as e')
      .join('task as t', 't.number', 'e.number')
      .where({ 't.place': 'C1', 't.who_masked': '王*明' })
      .first('e.keys')
    const person = (keys as string[]).find((key) => key.startsWith('~'))!
    for (const [name, query] of Object.entries(queries(rare, person)))
      console.log(await lineOf(db, name, query))
  } finally {
    await db.destroy()
  }
}

async function lineOf(db: Db, name: string, query: Query): Promise<string> {
  const times: number[] = []
  let answer: unknown
  for (let i = 0; i < 8; i++) {
    const began = performance.now()
    answer = await query(db)
    times.push(performance.now() - began)
  }
  const { read, execution, planning } = await planOf(db, query)
  // The first time fills the caches. In tenths: `percentile` rounds.
  const tenths = times.slice(1).map((time) => time * 10)
  const ms = percentile(tenths, 50) / 10
  const shown = Array.isArray(answer) ? answer.length : 1
  return `| ${name} | ${ms} | ${planning} + ${execution} | ${read} | ${shown} |`
}
