import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '../../scripts/migrate.ts'
import { startChild, type Child } from '../../scripts/stack/child.ts'
import { ROOT } from '../../scripts/stack/paths.ts'
import { poll } from '../../scripts/stack/poll.ts'
import { withClient } from '../../scripts/stack/postgres.ts'
import { ProcessRegistry } from '../../scripts/stack/registry.ts'
import { startStack as startStackIn, type Stack } from '../../scripts/stack/stack.ts'

export { poll, type Child, type Stack }

/** Where the PostgreSQL and Temporal of this test run are. */
export interface StackAddress {
  /** Connection string of the migrated database `banjian`, shared by all test files. */
  databaseUrl: string
  /** host:port */
  temporalAddress: string
  namespace: string
}

/** The stack this run was started with. @throws when the variables are missing, saying how to set them. */
export function getStack(): StackAddress {
  const [databaseUrl, temporalAddress, namespace] = [
    'DATABASE_URL',
    'TEMPORAL_ADDRESS',
    'TEMPORAL_NAMESPACE',
  ].map((name) => process.env[name])
  if (!databaseUrl || !temporalAddress || !namespace) {
    throw new Error(
      'No test stack. Run `npm test -- test/x/y.test.ts`, or keep one with `npm test -- --keep`, export the three lines it prints ' +
        'and run `npx mocha test/x/y.test.ts` as often as you like.',
    )
  }
  return { databaseUrl, temporalAddress, namespace }
}

/**
 * Makes a fresh, migrated database of one's own in the stack's PostgreSQL; one with that name is replaced. About 0.1 s: the
 * migrations run once into a template named by their content, the rest are copies.
 * @param name lower-case letters, digits and _
 * @param adminUrl any database of the cluster; default the stack's
 * @returns its connection string
 */
export async function createDatabase(name: string, adminUrl = getStack().databaseUrl): Promise<string> {
  const template = await migratedTemplate(adminUrl)
  await dropDatabase(name, adminUrl)
  await withClient(databaseUrlOf('postgres', adminUrl), (client) =>
    client.query(
      `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`,
    ),
  )
  return databaseUrlOf(name, adminUrl)
}

/** Drops a database, cutting its connections. Does nothing when there is none. */
export async function dropDatabase(name: string, adminUrl = getStack().databaseUrl): Promise<void> {
  await withClient(databaseUrlOf('postgres', adminUrl), (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  )
}

function databaseUrlOf(name: string, sibling: string): string {
  const url = new URL(sibling)
  url.pathname = `/${name}`
  return url.href
}

async function migratedTemplate(adminUrl: string): Promise<string> {
  const dir = path.join(ROOT, 'migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(dir).sort()) hash.update(file).update(readFileSync(path.join(dir, file)))
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  await withClient(databaseUrlOf('postgres', adminUrl), async (client) => {
    // Two test files at once: the second waits here and finds the template made. Ends with the connection.
    await client.query('select pg_advisory_lock(hashtext($1))', [template])
    if ((await client.query('select 1 from pg_database where datname = $1', [template])).rowCount) return
    const half = `${template}_half`
    await client.query(`drop database if exists ${half} with (force)`)
    await client.query(`create database ${half}`)
    await migrate(databaseUrlOf(half, adminUrl))
    await client.query(`alter database ${half} rename to ${template}`)
  })
  return template
}

const started = new Set<{ kill9(): Promise<void> }>()

// A failing test leaves its processes running; nothing asynchronous happens any more in this event, but the signals are sent.
process.on('exit', () => {
  for (const item of started) void item.kill9()
})

function scratchDir(label: string): string {
  // Not mkdtemp: its 0700 would close the folder to the system user postgres.
  const dir = path.join(tmpdir(), `banjian-test-${process.pid}-${label}-${randomBytes(4).toString('hex')}`)
  mkdirSync(dir, { recursive: true, mode: 0o755 })
  return dir
}

/** A PostgreSQL and a Temporal for one test file alone, to be killed and restarted at will. */
export interface FaultStack extends Stack {
  /** Folder of data and logs (`logs/postgres.log`, `logs/temporal.log`). */
  readonly dir: string
  /** Stops both and removes the folder. */
  dispose(): Promise<void>
}

/**
 * Starts a stack of one's own (about 4 s) with the database `banjian` migrated. `pg` and `temporal` have `kill9()`, `stop()` and
 * `restart()`; a restart comes back on the same port with the same data. Stop it with `dispose()` in an `after` hook.
 * @param options.dir default a new folder below the system's temporary one
 */
export async function startStack(options: { dir?: string } = {}): Promise<FaultStack> {
  const dir = options.dir ?? scratchDir('stack')
  const stack = await startStackIn({ dir })
  started.add(stack.temporal).add(stack.pg)
  await migrate(stack.databaseUrl)
  const dispose = async () => {
    await stack.stop()
    started.delete(stack.temporal)
    started.delete(stack.pg)
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...stack, dir, dispose }
}

const ENTRIES = {
  server: 'server/main.ts',
  worker: 'worker/main.ts',
  drain: 'worker/drain.ts',
  simulators: 'test/simulators/main.ts',
} as const

export type ProcessName = keyof typeof ENTRIES

/**
 * Starts one of our processes as `npm start` does (node with tsx), for killing it. Returns at once: whether it is ready is the caller's
 * condition (`poll` on /api/health, or on the effect waited for). `stop()` ends it in order, `kill9()` as a crash.
 * @param env at least DATABASE_URL, TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE (a stack's `env`); PORT for the server
 */
export function spawnProcess(name: ProcessName, env: Record<string, string>): Child {
  const dir = scratchDir(name)
  const child = startChild({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', ENTRIES[name]],
    cwd: ROOT,
    env,
    logFile: path.join(dir, `${name}.log`),
    registry: new ProcessRegistry(path.join(dir, 'processes.json')),
  })
  started.add(child)
  void child.exited.then(() => started.delete(child))
  return child
}
