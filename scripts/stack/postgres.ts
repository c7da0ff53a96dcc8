import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startChild, type Child } from './child.ts'
import { StackError, reasonOf } from './errors.ts'
import { findPgBinaries } from './pg-binaries.ts'
import { enterableBinaries, enterableDataDir, ensurePgUser, isRoot, type PgUser } from './pg-user.ts'
import { poll } from './poll.ts'
import type { ProcessRegistry } from './registry.ts'

const USER = 'banjian'

export interface PostgresOptions {
  /** Wanted data directory; as root it may be moved, see pg-user.ts. */
  dataDir: string
  /** Small files of ours beside it: the password. */
  stateDir: string
  logFile: string
  port: number
  registry: ProcessRegistry
  /** False only for throw-away test clusters. */
  durable: boolean
  /** Library loaded at start, e.g. pg_stat_statements for the bench. */
  preload?: string
}

/** A PostgreSQL of ours. All calls are done when the effect is there. */
export interface Postgres {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly dataDir: string
  /** Connection string of a database of this cluster (which may not exist yet). */
  url(database: string): string
  /** The process, anew after each restart. */
  child(): Child
  stop(): Promise<void>
  kill9(): Promise<void>
  /** Starts it again on the same port; done when it answers. */
  restart(): Promise<void>
  /** Creates a database when it is not there. @returns whether it was created. */
  ensureDatabase(name: string): Promise<boolean>
}

/** Starts the cluster, creating it first when the folder is empty. Done when it answers a query. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = isRoot() ? ensurePgUser() : undefined
  const binaries = findPgBinaries()
  const bin = path.join(enterableBinaries(binaries.nativeDir, user, binaries.version), 'bin')
  const dataDir = enterableDataDir(options.dataDir, user)
  const password = readOrMakePassword(path.join(options.stateDir, 'pg-password'))
  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) await createCluster(bin, dataDir, password, user)
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${options.port}/${database}`
  const launch = () => launchUntilReady(bin, dataDir, user, options, url('postgres'))
  let current = await launch()
  return {
    port: options.port,
    user: USER,
    password,
    dataDir,
    url,
    child: () => current,
    // SIGINT is PostgreSQL's fast shutdown: open transactions roll back and a checkpoint is written.
    stop: () => current.stop(20_000),
    kill9: () => current.kill9(),
    restart: async () => {
      await current.stop(20_000)
      current = await launch()
    },
    ensureDatabase: (name) => ensureDatabase(url('postgres'), name),
  }
}

/** Creates a database when it is not there. @returns whether it was created. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<boolean> {
  return withClient(adminUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount) return false
    await client.query(`create database ${client.escapeIdentifier(name)}`)
    return true
  })
}

/** Runs `work` over one connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A connection cut while idle is reported by event and would end the process; the next query reports it to `work`.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function readOrMakePassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(18).toString('base64url')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, password + '\n', { mode: 0o600 })
  return password
}

/**
 * Makes the cluster beside its place and moves it there whole: a start killed in the middle leaves nothing that looks like one.
 * `builtin` C.UTF-8 sorts the same on every platform and PostgreSQL image (glibc's order changed between versions and broke indexes);
 * UTC so that a query which forgets to name its time zone fails on every machine and not just in production.
 */
async function createCluster(
  bin: string,
  dataDir: string,
  password: string,
  user: PgUser | undefined,
): Promise<void> {
  const half = `${dataDir}.new`
  const passwordFile = `${dataDir}.pw`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password + '\n', { mode: 0o600 })
  if (user) for (const item of [half, passwordFile]) chownSync(item, user.uid, user.gid)
  const args = ['-D', half, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8']
  args.push(
    '--locale=C',
    `--lc-ctype=${utf8Locale()}`,
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  )
  args.push('--set=timezone=UTC')
  try {
    const run = promisify(execFile)
    await run(path.join(bin, 'initdb'), args, { cwd: '/', ...(user ?? {}) })
    rmSync(dataDir, { recursive: true, force: true })
    renameSync(half, dataDir)
  } catch (error) {
    throw new StackError(
      'PG_INIT_FAILED',
      '初始化 PostgreSQL',
      reasonOf(error),
      `检查 ${dataDir} 所在磁盘的空间与权限,或用 DATABASE_URL 指定已有的 PostgreSQL。`,
    )
  } finally {
    rmSync(half, { recursive: true, force: true })
    rmSync(passwordFile, { force: true })
  }
}

/** A UTF-8 LC_CTYPE of this system: pg_trgm asks libc what a letter is, and under plain C no Chinese character is one. */
function utf8Locale(): string {
  try {
    const installed = execFileSync('locale', ['-a'], { encoding: 'utf8', stdio: 'pipe' }).split('\n')
    return ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en_US.utf8'].find((name) => installed.includes(name)) ?? 'C'
  } catch {
    // Windows has no such command; its libc takes its letters from the code page.
    return 'C'
  }
}

async function launchUntilReady(
  bin: string,
  dataDir: string,
  user: PgUser | undefined,
  options: PostgresOptions,
  url: string,
): Promise<Child> {
  dropForeignLock(dataDir)
  const launch = () =>
    startChild({
      name: 'postgres',
      command: path.join(bin, 'postgres'),
      args: ['-D', dataDir, '-p', String(options.port), ...settings(options)],
      cwd: '/',
      logFile: options.logFile,
      registry: options.registry,
      stopSignal: 'SIGINT',
      ...(user ?? {}),
    })
  let child = launch()
  const ready = await poll(
    async () => {
      if (child.exit()) {
        // After kill -9 the old backends notice within moments that their parent is gone; until then the shared memory is theirs.
        if (!/pre-existing shared memory block|postmaster\.pid/.test(child.output())) return 'dead'
        child = launch()
      }
      return (await answers(url)) ? 'ready' : undefined
    },
    120_000,
    100,
  )
  if (ready === 'ready') return child
  await child.stop()
  throw new StackError(
    'PG_START_FAILED',
    '启动 PostgreSQL',
    ready === 'dead' ? '进程启动后退出' : '120 秒内没有应答',
    `看日志末尾的原因;数据目录损坏时可用 npm start -- --reset 重新开始(会清空演示数据)。`,
    options.logFile,
  )
}

/** Reports a query answered; "the database system is starting up" and a refused connection are just "not yet". */
async function answers(url: string): Promise<boolean> {
  return withClient(url, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  )
}

function settings({ durable, preload }: Pick<PostgresOptions, 'durable' | 'preload'>): string[] {
  const list = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
  ]
  list.push('max_wal_size=2GB', 'log_checkpoints=off')
  // Throw-away test clusters skip fsync: kill -9 of the process loses nothing that the kernel already has, only a power cut would.
  if (!durable) list.push('fsync=off', 'full_page_writes=off')
  if (preload) list.push(`shared_preload_libraries=${preload}`)
  return list.flatMap((setting) => ['-c', setting])
}

/**
 * PostgreSQL replaces the postmaster.pid of a dead process by itself, but not when the number now belongs to another program, which
 * is the rule in a container where numbers start again. A lock whose process is not a postgres of this folder is removed.
 */
function dropForeignLock(dataDir: string): void {
  const file = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(file) || process.platform !== 'linux') return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const commandFile = `/proc/${pid}/cmdline`
  const command = existsSync(commandFile) ? readFileSync(commandFile, 'utf8') : ''
  if (!command.includes('postgres')) rmSync(file, { force: true })
}
