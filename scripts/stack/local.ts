import path from 'node:path'
import { CACHE_DIR, ROOT } from './paths.ts'
import { StackError } from './errors.ts'
import { answersNamespace, registerNamespace } from './namespace.ts'
import { enterableDataDir, ensurePgUser, isRoot } from './pg-user.ts'
import { poll } from './poll.ts'
import { PortBook } from './ports.ts'
import { startPostgres, withClient, type Postgres } from './postgres.ts'
import { step } from './print.ts'
import type { ProcessRegistry } from './registry.ts'
import { DATABASE, NAMESPACE } from './stack.ts'
import type { Supervisor } from './supervisor.ts'
import { startTemporal } from './temporal.ts'
import { findTemporalPrograms } from './temporal-programs.ts'

/** State of this checkout's stack. */
export const DATA_DIR = path.join(ROOT, '.data')
export const LOG_DIR = path.join(DATA_DIR, 'logs')

export const logFile = (name: string): string => path.join(LOG_DIR, `${name}.log`)

export interface Grounds {
  databaseUrl: string
  temporalAddress: string
  namespace: string
}

/** All folders that hold state of this checkout; as root the database may lie elsewhere (pg-user.ts). */
export function stateFolders(): string[] {
  const wanted = path.join(DATA_DIR, 'pg')
  const pgDir = enterableDataDir(wanted, isRoot() ? ensurePgUser() : undefined)
  return pgDir === wanted ? [DATA_DIR] : [DATA_DIR, pgDir]
}

/**
 * Brings up PostgreSQL and Temporal, or uses those that DATABASE_URL and TEMPORAL_ADDRESS name. With only DATABASE_URL given, Temporal
 * still gets a PostgreSQL of ours: nobody's server gets databases it was not asked for.
 */
export async function prepareGrounds(
  ports: PortBook,
  registry: ProcessRegistry,
  supervisor: Supervisor,
): Promise<Grounds> {
  const given = { database: process.env['DATABASE_URL'], temporal: process.env['TEMPORAL_ADDRESS'] }
  const namespace = process.env['TEMPORAL_NAMESPACE'] || NAMESPACE
  const needsPostgres = !given.database || !given.temporal
  const postgres = needsPostgres ? await ownPostgres(ports, registry, supervisor) : undefined
  if (given.database) await checkDatabase(given.database)
  const temporalAddress = given.temporal
    ? await checkTemporal(given.temporal, namespace)
    : await ownTemporal(ports, registry, supervisor, postgres as Postgres, namespace)
  return { databaseUrl: given.database ?? (postgres as Postgres).url(DATABASE), temporalAddress, namespace }
}

async function ownPostgres(
  ports: PortBook,
  registry: ProcessRegistry,
  supervisor: Supervisor,
): Promise<Postgres> {
  const postgres = await step(
    '启动 PostgreSQL',
    async () =>
      startPostgres({
        dataDir: path.join(DATA_DIR, 'pg'),
        stateDir: DATA_DIR,
        logFile: logFile('postgres'),
        port: await ports.take('postgres', 15_432),
        registry,
        durable: true,
      }),
    (pg) => `127.0.0.1:${pg.port},数据在 ${pg.dataDir}`,
  )
  supervisor.watch(postgres)
  await postgres.ensureDatabase(DATABASE)
  return postgres
}

async function ownTemporal(
  ports: PortBook,
  registry: ProcessRegistry,
  supervisor: Supervisor,
  postgres: Postgres,
  namespace: string,
): Promise<string> {
  const programs = await step(
    '准备 Temporal',
    () => {
      let announced = false
      return findTemporalPrograms((line) => {
        if (!announced) console.log(`▸ 首次编译 Temporal,约 3–6 分钟,结果缓存在 ${CACHE_DIR}`)
        announced = true
        console.log(`  ${line}`)
      })
    },
    (found) => (found.kind === 'server' ? found.server : `${found.cli}(开发服务器,吞吐量较低)`),
  )
  const temporal = await step(
    '启动 Temporal',
    async () =>
      startTemporal({
        programs,
        postgres,
        stateDir: path.join(DATA_DIR, 'temporal'),
        logFile: logFile('temporal'),
        port: await ports.take('temporal', 7233),
        namespace,
        registry,
      }),
    (server) => server.address,
  )
  supervisor.watch(temporal)
  return temporal.address
}

async function checkDatabase(url: string): Promise<void> {
  await step('连接 DATABASE_URL', async () => {
    await withClient(url, (client) => client.query('select 1')).catch((error: unknown) => {
      const reason = error instanceof Error && error.message ? error.message : String(error)
      throw new StackError(
        'DATABASE_UNREACHABLE',
        '连接 DATABASE_URL',
        reason,
        '检查地址、口令和网络;不设 DATABASE_URL 则使用内置的 PostgreSQL。',
      )
    })
  })
}

async function checkTemporal(address: string, namespace: string): Promise<string> {
  return step('连接 TEMPORAL_ADDRESS', async () => {
    const usable = async () =>
      (await answersNamespace(address, namespace)) || (await registerNamespace(address, namespace), false)
    if (await poll(usable, 20_000, 500)) return address
    const wayOut = '检查地址和命名空间(TEMPORAL_NAMESPACE);不设 TEMPORAL_ADDRESS 则使用内置的 Temporal。'
    throw new StackError(
      'TEMPORAL_UNREACHABLE',
      '连接 TEMPORAL_ADDRESS',
      `${address} 的命名空间 ${namespace} 20 秒内没有应答`,
      wayOut,
    )
  })
}
