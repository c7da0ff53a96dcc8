/**
 * Fills the demo with cases, through the running server like any clerk:
 * `node --import tsx scripts/seed-cases.ts http://localhost:8080`. Every submission has a key that is the same each time;
 * cases that were taken before are left alone, so it may run at each start.
 */
import { caseInstance } from '../workflows/case/domain.ts'
import type { Intake } from '../workflows/intake/domain.ts'
import { readConfig } from '../server/config.ts'
import { createDb } from '../server/db.ts'
import { keyOf, signIns, untilSaved } from './seed/http.ts'
import type { Person } from './seed/http.ts'
import { company, person, personName, phoneOf, residentIdOf } from './seed/people.ts'
import { samplePdf } from './seed/sample-pdf.ts'
import { openPast } from './seed/past.ts'
import type { PastDoor } from './seed/past.ts'
import { messages, pastScenarios, scenarios } from './seed/scenarios.ts'
import type { PastScenario, Scenario, Step, Who } from './seed/scenarios.ts'
import { readAccounts } from './seed/users.ts'

interface ItemView {
  code: string
  bureau: string
  applicantTypes: string[]
  materials: { n: number; name: string }[]
}

const config = readConfig()
const server = process.argv[2] ?? config.publicUrl
const clerks = { city: 'chuangkou1', haidian: 'haidian1', chaoyang: 'chaoyang1' } as const
const prefixes = { city: '', haidian: 'hd.', chaoyang: 'cy.' } as const
/** Each so many cases has its first material as a file; a scan for every one would only take time. */
const fileEvery = 3

const { password } = readAccounts()[0]!
const as = signIns(server, password)

function usernameOf(scenario: Scenario, who: Who, item: ItemView): string {
  if (who === 'clerk') return clerks[scenario.centre]
  const line = item.bureau.split('-')[1]!.toLowerCase()
  return `${prefixes[scenario.centre]}${line}.${who === 'head' ? 'fuze' : 'shencha'}`
}

async function takenBefore(): Promise<Set<string>> {
  const db = createDb(config.databaseUrl, { applicationName: 'banjian-seed', max: 1 })
  try {
    return new Set((await db('intake_request').select('id')).map(({ id }) => id as string))
  } finally {
    await db.destroy()
  }
}

/** One case that is refused does not keep the others out; the end tells of it. */
async function run(): Promise<void> {
  const taken = await takenBefore()
  await runPast(pastScenarios.filter(({ title }) => !taken.has(keyOf(`past ${title}`))))
  const cases = scenarios.flatMap((scenario) => Array.from({ length: scenario.times }, () => scenario))
  for (const [n, scenario] of cases.entries()) {
    if (taken.has(keyOf(`case ${n}`))) continue
    await runCase(scenario, n).catch((error: unknown) => failed(scenario, error))
  }
}

function failed({ title }: Scenario, error: unknown): void {
  process.exitCode = 1
  console.error(`demo case ${title}:`, error)
}

async function runPast(cases: PastScenario[]): Promise<void> {
  if (cases.length === 0) return
  const door = await openPast(config)
  try {
    for (const scenario of cases)
      await runPastCase(door, scenario).catch((error: unknown) => failed(scenario, error))
  } finally {
    await door.close()
  }
}

async function runPastCase(door: PastDoor, scenario: PastScenario): Promise<void> {
  const { title, item: code, centre, taken } = scenario
  const clerk = clerks[centre]
  const item = await itemOf(await as(clerk), code)
  // Applicants of their own: far behind those of the other cases.
  const intake = intakeOf(scenario, item, 100 + pastScenarios.indexOf(scenario), [])
  const caseNo = await door.take(clerk, keyOf(`past ${title}`), intake, taken)
  for (const [i, step] of scenario.steps.entries())
    await door.act(
      usernameOf(scenario, step.who, item),
      keyOf(`past ${title} act ${i}`),
      caseNo,
      requestOf(step, scenario, caseNo),
      { workingDaysAgo: step.on, n: i + 1 },
    )
  console.log(`${caseNo} ${title}`)
}

async function runCase(scenario: Scenario, n: number): Promise<void> {
  const clerk = await as(clerks[scenario.centre])
  const item = await itemOf(clerk, scenario.item)
  const files = n % fileEvery === 0 ? [await scanOf(item, n, clerk)] : []
  const intake = intakeOf(scenario, item, n, files)
  const { body } = await untilSaved(() => clerk.post('/api/cases', intake, keyOf(`case ${n}`)))
  const caseNo = String(body.caseNo)
  for (const [i, step] of scenario.steps.entries()) {
    const actor = await as(usernameOf(scenario, step.who, item))
    const request = requestOf(step, scenario, caseNo)
    await untilSaved(() =>
      actor.post(`/api/instances/${caseInstance(caseNo)}/acts`, request, keyOf(`case ${n} act ${i}`)),
    )
  }
  console.log(`${caseNo} ${scenario.title}`)
}

const itemOf = async (clerk: Person, code: string) =>
  (await clerk.get(`/api/items/${code}`)).body as unknown as ItemView

const applicantOf = (item: ItemView, n: number) =>
  item.applicantTypes.includes('enterprise') ? company(n) : person(n)

async function scanOf(item: ItemView, n: number, clerk: Person): Promise<string> {
  const first = item.materials[0]!.name
  const pdf = samplePdf(first, applicantOf(item, n).name)
  return clerk.upload(`${first}.pdf`, 'application/pdf', pdf)
}

function intakeOf(scenario: Scenario, item: ItemView, n: number, files: string[]): Intake {
  const applicant = applicantOf(item, n)
  const isPerson = applicant.type === 'natural-person'
  const contact = { name: isPerson ? applicant.name : personName(n), phone: phoneOf(n) }
  return {
    itemCode: item.code,
    channel: 'window',
    applicant,
    ...(n % 2 === 1 && {
      agent: { name: personName(n + 3), documentNo: residentIdOf(n + 3), phone: phoneOf(n + 3) },
    }),
    ...(!isPerson && { legalRepresentative: personName(n + 5) }),
    contact,
    address: `北京市海淀区中关村大街${1 + n}号院${(n % 9) + 1}号楼${101 + n}室`,
    eDelivery: scenario.eDelivery,
    form: {},
    materials: item.materials.map(({ n: place, name }) => {
      const gap = scenario.gaps[place]
      if (gap) return { n: place, name, ...gap, files: [] }
      const scanned = place === 1 ? files : []
      return { n: place, name, state: 'present', files: scanned, paper: scanned.length === 0 }
    }),
  }
}

function requestOf({ act, reason, data = {}, asksForGaps }: Step, scenario: Scenario, caseNo: string) {
  const materials = Object.entries(scenario.gaps).map(([n, gap]) => ({ id: `${caseNo}-${n}`, ...gap }))
  return {
    ...(messages.includes(act) ? { message: act } : { outcome: act }),
    ...(reason !== undefined && { reason }),
    data: asksForGaps ? { ...data, materials } : data,
  }
}

await run()
