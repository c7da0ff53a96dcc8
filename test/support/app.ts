import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hash } from '@node-rs/argon2'
import { createApp } from '../../server/app.ts'
import type { App } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { closeDeps, createDeps } from '../../server/deps.ts'
import type { AppDeps } from '../../server/deps.ts'
import { scope } from '../../server/routes.ts'
import { insertUser, toActor } from '../../server/records/identity/identity.ts'
import type { Actor, Role } from '../../workflows/identity/domain.ts'
import { roleIds } from '../../workflows/identity/domain.ts'
import { createClient } from './http.ts'
import type { HttpClient } from './http.ts'
import { createDatabase, dropDatabase, getStack } from './stack.ts'

export const TEST_PASSWORD = 'Banjian-2026!'

/** Of TEST_PASSWORD, made once at the least cost argon2 takes: a test signs in hundreds of times, and nobody attacks it. */
const testHash = hash(TEST_PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 })

export interface TestUser {
  username?: string
  name?: string
  roles: Role[]
  districtCode?: string
  centreCode?: string
  bureauCode?: string
}

export interface TestApp {
  deps: AppDeps
  app: App
  /** http://127.0.0.1:<port> */
  url: string
  /** A client with an empty cookie jar. */
  client(): HttpClient
  /** Adds an account (password TEST_PASSWORD). */
  addUser(user: TestUser): Promise<Actor>
  /** Adds an account and signs it in. */
  signIn(user: TestUser | Role): Promise<HttpClient & { actor: Actor }>
  /** A client whose citizen session is verified for this case, as after the right query secret. */
  citizen(caseNo: string): Promise<HttpClient>
  close(): Promise<void>
}

/**
 * The real app on a free port over a fresh migrated database. `given` replaces single dependencies, e.g. `now`
 * or `scope`. Close it in `after`.
 */
export async function startApp(given: Partial<AppDeps> = {}): Promise<TestApp> {
  const database = `app_${randomBytes(5).toString('hex')}`
  const databaseUrl = given.config?.databaseUrl ?? (await createDatabase(database))
  const filesDir = await mkdtemp(path.join(tmpdir(), 'banjian-files-'))
  const deps = createDeps(given.config ?? testConfig(databaseUrl, filesDir), scope, given)
  const app = createApp(deps)
  app.start()
  const server = createServer(app.express)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = () => createClient(url)
  const addUser = async (user: TestUser) => addTestUser(deps, user)
  return {
    deps,
    app,
    url,
    client,
    addUser,
    async signIn(user) {
      const actor = await addUser(typeof user === 'string' ? { roles: [user] } : user)
      const signedIn = client()
      await signedIn.login(actor.username, TEST_PASSWORD)
      return Object.assign(signedIn, { actor })
    },
    citizen: (caseNo) => citizenClient(deps, client(), caseNo),
    async close() {
      await app.endPush()
      await app.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await closeDeps(deps)
      if (!given.config) await dropDatabase(database)
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}

export function testConfig(databaseUrl: string, filesDir: string, stack: TemporalAddress = getStack()) {
  const { temporalAddress, namespace } = stack
  return readConfig({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    FILES_DIR: filesDir,
    WEB_DIST: path.join(filesDir, 'web'),
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    BANJIAN_DEMO: '1',
    PUBLIC_URL: 'http://127.0.0.1',
  })
}

type TemporalAddress = Pick<ReturnType<typeof getStack>, 'temporalAddress' | 'namespace'>

let counter = 0

async function addTestUser(deps: AppDeps, user: TestUser): Promise<Actor> {
  const number = ++counter
  const account = {
    username: user.username ?? `${user.roles[0] ?? 'nobody'}${number}`,
    name: user.name ?? `测试人员${number}`,
    districtCode: user.districtCode ?? '110108',
    centreCode: user.centreCode,
    bureauCode: user.bureauCode,
    roles: user.roles,
    passwordHash: await testHash,
    at: deps.now().toISOString(),
  }
  const row = await deps.db.transaction((trx) => insertUser(trx, account))
  return toActor(row!)
}

/** Writes the session that the case module's citizen login makes, and its signed cookie. */
async function citizenClient(deps: AppDeps, client: HttpClient, caseNo: string): Promise<HttpClient> {
  const sid = randomBytes(16).toString('hex')
  const end = new Date(Date.now() + 30 * 60_000).toISOString()
  const cookie = {
    originalMaxAge: 30 * 60_000,
    expires: end,
    httpOnly: true,
    path: '/api/citizen',
    sameSite: 'lax',
  }
  const sess = { cookie, citizen: { caseNo }, startedAt: deps.now().toISOString() }
  await deps.db('session').insert({ sid, sess: JSON.stringify(sess), expire: end })
  const mac = createHmac('sha256', deps.config.sessionSecret).update(sid).digest('base64').replace(/=+$/, '')
  client.cookies.set('banjian.citizen', encodeURIComponent(`s:${sid}.${mac}`))
  return client
}

/** Someone who may call everything, for tests of what is refused for other reasons. */
export const everyRole: TestUser = { roles: [...roleIds] }
