import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startChild, type Child } from './child.ts'
import { StackError } from './errors.ts'
import { answersNamespace, registerNamespace } from './namespace.ts'
import { poll } from './poll.ts'
import { freePorts } from './ports.ts'
import { withClient, type Postgres } from './postgres.ts'
import type { ProcessRegistry } from './registry.ts'
import { dynamicConfig, INNER_PORTS, temporalConfig, type TemporalStore } from './temporal-config.ts'
import type { TemporalPrograms } from './temporal-programs.ts'
import { setUpTemporalSchema } from './temporal-schema.ts'

export interface TemporalOptions {
  programs: TemporalPrograms
  postgres: Postgres
  /** Folder for the config files (and the dev server's database file). */
  stateDir: string
  logFile: string
  port: number
  namespace: string
  registry: ProcessRegistry
}

/** A Temporal server of ours. All calls are done when the effect is there. */
export interface Temporal {
  /** host:port of the frontend. */
  readonly address: string
  /** The process, anew after each restart. */
  child(): Child
  stop(): Promise<void>
  kill9(): Promise<void>
  /** Starts it again on the same ports; done when the namespace answers. */
  restart(): Promise<void>
}

/** Its state is in PostgreSQL and survives kill -9; idle it leaves in about 1 s, on a busy machine it dawdled for 15. */
const STOP_DEADLINE_MS = 8_000

/** Starts the process once. */
type Launch = () => Promise<Child>

/** Starts a Temporal server on the given PostgreSQL; done when the namespace can be used. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(options.stateDir, { recursive: true })
  const address = `127.0.0.1:${options.port}`
  const launch =
    options.programs.kind === 'server'
      ? await serverLauncher(options, options.programs)
      : cliLauncher(options)
  let current = await launchUntilReady(options, address, launch)
  return {
    address,
    child: () => current,
    stop: () => current.stop(STOP_DEADLINE_MS),
    kill9: () => current.kill9(),
    restart: async () => {
      await current.stop(STOP_DEADLINE_MS)
      current = await launchUntilReady(options, address, launch)
    },
  }
}

/** The production server on our PostgreSQL: schema, config files, command line. */
async function serverLauncher(
  options: TemporalOptions,
  programs: Extract<TemporalPrograms, { kind: 'server' }>,
): Promise<Launch> {
  const { postgres, stateDir } = options
  const store: TemporalStore = {
    host: '127.0.0.1',
    port: postgres.port,
    user: postgres.user,
    password: postgres.password,
  }
  await setUpTemporalSchema(programs.sql, store, programs.version)
  const dynamicFile = path.join(stateDir, 'dynamicconfig.yaml')
  const configFile = path.join(stateDir, 'temporal.yaml')
  const ports = { frontend: options.port, inner: await freePorts(INNER_PORTS) }
  writeFileSync(dynamicFile, dynamicConfig())
  writeFileSync(configFile, JSON.stringify(temporalConfig(ports, store, dynamicFile), null, 2), {
    mode: 0o600,
  })
  return async () => {
    await forgetMembers(postgres)
    return startChild({
      name: 'temporal',
      command: programs.server,
      args: ['--config-file', configFile, '--allow-no-auth', 'start'],
      // Half the garbage collections for some 100 MB more: measured against the default of 100 on two cores.
      env: { GOGC: '400' },
      logFile: options.logFile,
      registry: options.registry,
    })
  }
}

/**
 * Empties the table of cluster members. A server that was up less than 20 s ago still stands in it; a new one with other inner ports waits for
 * its ring to answer and gives up (measured: 90 s and not ready, against 1.6 s). Ours is the only server on this database, and it is down.
 */
async function forgetMembers(postgres: Postgres): Promise<void> {
  await withClient(postgres.url('temporal'), (client) => client.query('delete from cluster_membership'))
}

/** `temporal server start-dev` with a database file: no Go needed, a sixth of the throughput. */
function cliLauncher(options: TemporalOptions): Launch {
  const file = path.join(options.stateDir, 'temporal-dev.db')
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(options.port)]
  args.push('--db-filename', file, '--log-level', 'warn', '--namespace', options.namespace)
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true')
  return async () =>
    startChild({
      name: 'temporal',
      command: options.programs.kind === 'cli' ? options.programs.cli : 'temporal',
      args,
      logFile: options.logFile,
      registry: options.registry,
    })
}

async function launchUntilReady(options: TemporalOptions, address: string, launch: Launch): Promise<Child> {
  const child = await launch()
  const ready = await poll(
    async () => {
      if (child.exit()) return 'dead'
      return (await registerNamespace(address, options.namespace)) ? 'ready' : undefined
    },
    90_000,
    200,
  )
  const usable =
    ready === 'ready' && (await poll(() => answersNamespace(address, options.namespace), 30_000, 200))
  if (usable) return child
  await child.stop()
  throw new StackError(
    'TEMPORAL_START_FAILED',
    '启动 Temporal',
    ready === 'dead' ? '进程启动后退出' : `${address} 在限时内没有就绪`,
    '看日志末尾的原因;也可用 TEMPORAL_ADDRESS 指定已有的 Temporal 服务。',
    options.logFile,
  )
}
