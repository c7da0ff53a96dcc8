/** A service centre of real processes: server and worker as `npm start` runs them, to be killed and started again. */
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePorts } from '../../scripts/stack/ports.ts'
import { closeDeps, createDeps } from '../../server/deps.ts'
import type { AppDeps } from '../../server/deps.ts'
import { createUser } from '../../server/modules/identity/service.ts'
import { scope } from '../../server/routes.ts'
import type { Role } from '../../workflows/identity/domain.ts'
import type { Intake } from '../../workflows/intake/domain.ts'
import { ticketBody } from '../change-ticket/desk.ts'
import { createSimulators } from '../simulators/simulators.ts'
import type { Simulators } from '../simulators/simulators.ts'
import { TEST_PASSWORD, testConfig } from '../support/app.ts'
import { furnish } from '../support/desk.ts'
import { createClient } from '../support/http.ts'
import type { Answer, HttpClient } from '../support/http.ts'
import { leaveNumbersToOthers } from '../support/numbers.ts'
import { poll, spawnProcess } from '../support/stack.ts'
import type { Child } from '../support/stack.ts'

/** A started worker or server needs this long at most, also on a machine that is busy with other things. */
const startMs = 120_000
const centre = { districtCode: '110108', centreCode: '110108-ZW' }
const bureau = { districtCode: '110108', bureauCode: '110108-RSJ' }
const platform = { districtCode: '110108' }

const people = {
  clerk: { name: '李思远', roles: ['clerk'], ...centre },
  secondClerk: { name: '王晓燕', roles: ['clerk'], ...centre },
  reviewer: { name: '赵敏', roles: ['reviewer'], ...bureau },
  bureauHead: { name: '周正', roles: ['head'], ...bureau },
  operator: { name: '韩冰', roles: ['operator'], ...platform },
  secondOperator: { name: '马骁', roles: ['operator'], ...platform },
  manager: { name: '程晓岚', roles: ['manager'], ...platform },
} satisfies Record<string, { name: string; roles: Role[]; districtCode: string }>
export type Who = keyof typeof people

export interface Branch {
  /** Doors of the test itself to the same database and engine; not the server's. */
  deps: AppDeps
  simulators: Simulators
  worker: Child
  server: Child
  drain: Child
  /** Start one and wait until it answers. */
  startWorker(): Promise<void>
  startServer(): Promise<void>
  startDrain(): Promise<void>
  /** One request on an instance, answered as it comes. */
  send(who: Who, instance: string, act: string, more?: ActMore): Promise<Answer>
  /** The act sent again with its key until it is answered for good, as the page does; also when the server is away. */
  act(who: Who, instance: string, act: string, more?: ActMore): Promise<Answer>
  take(intake: Intake): Promise<string>
  /** Opens a change ticket, with one key until it is answered for good; answers its instance. */
  openTicket(): Promise<string>
  becomes(caseNo: string, status: string, withinMs?: number): Promise<void>
  close(): Promise<void>
}

export interface ActMore {
  key?: string
  task?: string
  reason?: string
  data?: object
}

export async function openBranch(stack: {
  databaseUrl: string
  temporalAddress: string
  namespace: string
}): Promise<Branch> {
  const taskQueue = `branch_${randomUUID().slice(0, 8)}`
  const filesDir = await mkdtemp(path.join(tmpdir(), 'banjian-branch-'))
  const simulators = await createSimulators()
  const [port] = (await freePorts(1)) as [number]
  const deps = createDeps({ ...testConfig(stack.databaseUrl, filesDir, stack), taskQueue }, scope)
  await seed(deps)
  const url = `http://127.0.0.1:${port}`
  const env = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: stack.namespace,
    TEMPORAL_TASK_QUEUE: taskQueue,
    FILES_DIR: filesDir,
    WEB_DIST: path.join(filesDir, 'web'),
    SMS_URL: simulators.url,
    PUBLIC_URL: url,
    PORT: String(port),
    BANJIAN_DEMO: '1',
    CLOCK_SPREAD_SECONDS: '0',
    LOG_LEVEL: 'info',
  }
  let worker = spawnProcess('worker', env)
  let server = spawnProcess('server', env)
  let drain = spawnProcess('drain', env)
  const serverAnswers = () =>
    fetch(`${url}/api/session`).then(
      (answer) => answer.ok,
      () => false,
    )
  await ready(worker, () => worker.output().includes('worker ready'))
  await ready(server, serverAnswers)
  await ready(drain, () => drain.output().includes('drain ready'))
  const staff = await signIn(url)
  const { db } = deps

  const send: Branch['send'] = (who, instance, act, { key = randomUUID(), ...body } = {}) =>
    staff[who].post(
      `/api/instances/${instance}/acts`,
      { outcome: act, ...body },
      { headers: { 'idempotency-key': key } },
    )
  return {
    deps,
    simulators,
    get worker() {
      return worker
    },
    get server() {
      return server
    },
    get drain() {
      return drain
    },
    async startDrain() {
      drain = spawnProcess('drain', env)
      await ready(drain, () => drain.output().includes('drain ready'))
    },
    async startWorker() {
      worker = spawnProcess('worker', env)
      await ready(worker, () => worker.output().includes('worker ready'))
    },
    async startServer() {
      server = spawnProcess('server', env)
      await ready(server, serverAnswers)
    },
    send,
    act: (who, instance, act, more = {}) => {
      const key = more.key ?? randomUUID()
      return insist(() => send(who, instance, act, { ...more, key }))
    },
    async openTicket() {
      const headers = { 'idempotency-key': randomUUID() }
      const ticket = ticketBody(bureau.bureauCode)
      const answer = await insist(() => staff.operator.post('/api/change-tickets', ticket, { headers }))
      if (answer.status !== 201) throw new Error(`ticket: ${answer.status} ${JSON.stringify(answer.body)}`)
      return String(answer.body.instance)
    },
    async take(intake) {
      const headers = { 'idempotency-key': randomUUID() }
      const answer = await insist(() => staff.clerk.post('/api/cases', intake, { headers }))
      if (answer.status !== 201) throw new Error(`intake: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body.caseNo
    },
    async becomes(caseNo, status, withinMs = 120_000) {
      const now = async () => (await db('case_record').where({ case_no: caseNo }).first('status')).status
      if (!(await poll(async () => (await now()) === status, withinMs, 100)))
        throw new Error(`${caseNo} is ${await now()}, not ${status}`)
    },
    async close() {
      await Promise.all([worker.kill9(), server.kill9(), drain.kill9()])
      await closeDeps(deps)
      await simulators.close()
    },
  }
}

async function seed(deps: AppDeps): Promise<void> {
  await furnish({ deps })
  const at = deps.now().toISOString()
  for (const [username, person] of Object.entries(people))
    await createUser(deps.db, { username, ...person, password: TEST_PASSWORD, at })
  await leaveNumbersToOthers(deps)
}

async function signIn(url: string): Promise<Record<Who, HttpClient>> {
  const clients = Object.keys(people).map(async (username) => {
    const client = createClient(url)
    await client.login(username, TEST_PASSWORD)
    return [username, client] as const
  })
  return Object.fromEntries(await Promise.all(clients)) as Record<Who, HttpClient>
}

async function ready(child: Child, condition: () => boolean | Promise<boolean>): Promise<void> {
  const is = await poll(async () => child.exit() !== undefined || condition(), startMs, 100)
  if (!is || child.exit()) throw new Error(`${child.name} did not start:\n${child.output().slice(-2000)}`)
}

/** 202 means kept and on its way, 503 and no answer at all mean try again: with the same key that is safe. */
async function insist(send: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer | undefined
  const settled = async () => {
    answer = await send().catch(() => undefined)
    return answer !== undefined && ![202, 502, 503].includes(answer.status)
  }
  if (!(await poll(settled, 240_000, 250))) throw new Error(`no answer for good, last ${answer?.status}`)
  return answer!
}
