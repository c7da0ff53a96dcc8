/**
 * A stack of the bench's own: durable PostgreSQL with pg_stat_statements, Temporal, and the application of one checkout (this one, or an
 * older one to compare with) as processes, as `npm start` runs them.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startChild, type Child } from '../stack/child.ts'
import { poll } from '../stack/poll.ts'
import { freePorts } from '../stack/ports.ts'
import { withClient } from '../stack/postgres.ts'
import { startStack, type Stack } from '../stack/stack.ts'

export interface BenchOffice {
  url: string
  databaseUrl: string
  stack: Stack
  /** Processes by the name under which their CPU is printed. */
  processes: Record<string, Child>
  /** User names of clerks of one centre, each with a session to open. */
  clerks: string[]
  /** The head of their centre. */
  head: string
  password: string
  pauseDrain(): Promise<void>
  close(): Promise<void>
}

const PASSWORD = 'Banjian#2026'
const services = {
  simulators: 'test/simulators/main.ts',
  worker: 'worker/main.ts',
  drain: 'worker/drain.ts',
  server: 'server/main.ts',
}

/** @param root folder of the checkout whose server, worker and drain run */
export async function startBenchOffice(root: string, people: number): Promise<BenchOffice> {
  const dir = mkdtempSync(path.join(tmpdir(), 'banjian-bench-'))
  const stack = await startStack({ dir, durable: true, preload: 'pg_stat_statements' })
  const [port, simulatorPort] = (await freePorts(2)) as [number, number]
  const env = {
    ...stack.env,
    NODE_ENV: 'production',
    BANJIAN_DEMO: '1',
    LOG_LEVEL: 'warn',
    FILES_DIR: path.join(dir, 'files'),
    SMS_URL: `http://127.0.0.1:${simulatorPort}`,
    PORT: String(port),
  }
  const run = (name: string, script: string, extra: Record<string, string> = {}): Child =>
    startChild({
      name,
      command: process.execPath,
      args: ['--import', 'tsx', script],
      cwd: root,
      env: { ...env, ...extra },
      logFile: path.join(dir, 'logs', `${name}.log`),
      registry: stack.registry,
    })
  for (const script of ['scripts/migrate.ts', 'scripts/seed.ts']) {
    const child = run(path.basename(script, '.ts'), script)
    if ((await child.exited).code !== 0) throw new Error(child.output())
  }
  await withClient(stack.databaseUrl, (client) => client.query('create extension pg_stat_statements'))
  const processes: Record<string, Child> = {}
  for (const [name, script] of Object.entries(services)) {
    if (!existsSync(path.join(root, script))) continue
    processes[name] = run(name, script, name === 'simulators' ? { PORT: String(simulatorPort) } : {})
  }
  const url = `http://127.0.0.1:${port}`
  const up = () =>
    fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    )
  if (!(await poll(up, 60_000, 200))) throw new Error(processes.server?.output())
  return {
    url,
    databaseUrl: stack.databaseUrl,
    stack,
    processes,
    clerks: await addClerks(stack.databaseUrl, people),
    head: 'zhongxin',
    password: PASSWORD,
    pauseDrain: async () => processes.drain?.stop(),
    close: async () => {
      for (const child of Object.values(processes)) await child.kill9()
      await stack.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Colleagues of the demo's first clerk, with the same password: one hash is enough for all. */
async function addClerks(databaseUrl: string, n: number): Promise<string[]> {
  const names = Array.from({ length: n }, (_, i) => `bench${i + 1}`)
  await withClient(databaseUrl, (client) =>
    client.query(
      `with added as (
         insert into app_user (username, name, phone, password_hash, status, district_code, centre_code, created_at, changed_at)
         select n.name, '测' || n.name, phone, password_hash, status, district_code, centre_code, created_at, changed_at
         from app_user, unnest($1::text[]) as n(name) where username = 'chuangkou1'
         returning id)
       insert into user_role (user_id, role) select id, 'clerk' from added`,
      [names],
    ),
  )
  return names
}
