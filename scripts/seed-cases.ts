/**
 * Fills the demo with cases, through the running server like any clerk: `node --import tsx scripts/seed-cases.ts
 * http://localhost:8080`. Every request has a key of its own that is the same each time: what was taken or done before
 * is found and not done again, and a run that was cut goes on where it stopped.
 */
import { createHash } from 'node:crypto'
import type { Intake } from '../workflows/intake/domain.ts'
import { company, person, personName, phoneOf, residentIdOf } from './seed/people.ts'
import { samplePdf } from './seed/sample-pdf.ts'
import { scenarios } from './seed/scenarios.ts'
import type { Scenario, Step, Who } from './seed/scenarios.ts'
import { readAccounts } from './seed/users.ts'
import { signIn } from './seed/http.ts'
import type { Person, Reply } from './seed/http.ts'

interface ItemView {
  code: string
  bureau: string
  applicantTypes: string[]
  materials: { n: number; name: string; required: boolean }[]
}

const server = process.argv[2] ?? process.env.PUBLIC_URL ?? 'http://localhost:8080'
const clerks = { city: 'chuangkou1', haidian: 'haidian1', chaoyang: 'chaoyang1' } as const
const prefixes = { city: '', haidian: 'hd.', chaoyang: 'cy.' } as const
/** How often an answer "saving" is asked again, a second apart. */
const mostTries = 60

const { password } = readAccounts()[0]!
const signedIn = new Map<string, Promise<Person>>()

function as(username: string): Promise<Person> {
  const known = signedIn.get(username) ?? signIn(server, username, password)
  signedIn.set(username, known)
  return known
}

function usernameOf(scenario: Scenario, who: Who, item: ItemView): string {
  if (who === 'clerk') return clerks[scenario.centre]
  const line = item.bureau.split('-')[1]!.toLowerCase()
  return `${prefixes[scenario.centre]}${line}.${who === 'head' ? 'fuze' : 'shencha'}`
}

/** The same text gives the same key: a UUID of version 4's shape. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(`banjian demo ${text}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

async function run(): Promise<number> {
  let n = 0
  for (const scenario of scenarios) {
    for (let i = 0; i < scenario.times; i += 1) await runCase(scenario, (n += 1))
  }
  return n
}

async function runCase(scenario: Scenario, n: number): Promise<void> {
  const clerk = await as(clerks[scenario.centre])
  const item = (await clerk.get(`/api/items/${scenario.item}`)).body as unknown as ItemView
  const taken = await clerk.get(`/api/cases?q=${encodeURIComponent(keyOf(`summary ${n}`))}`)
  void taken
  const intake = intakeOf(scenario, item, n)
  const { body } = await untilSaved(() => clerk.post('/api/cases', intake, keyOf(`case ${n}`)), 201)
  const caseNo = String(body.caseNo)
  for (const [i, step] of scenario.steps.entries()) {
    const actor = await as(usernameOf(scenario, step.who, item))
    const request = requestOf(step, caseNo, scenario)
    await untilSaved(() => actor.post(`/api/cases/${caseNo}/acts`, request, keyOf(`case ${n} act ${i}`)), 200)
  }
  console.log(`${caseNo} ${scenario.title}`)
}
