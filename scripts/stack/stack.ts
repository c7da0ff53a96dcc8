import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { freePorts } from './ports.ts'
import { startPostgres, type Postgres } from './postgres.ts'
import { ProcessRegistry } from './registry.ts'
import { startTemporal, type Temporal } from './temporal.ts'
import { findTemporalPrograms } from './temporal-programs.ts'

export const NAMESPACE = 'banjian'
export const DATABASE = 'banjian'

export interface StackOptions {
  /** Folder for everything: data, logs, config, the list of processes. Made when missing. */
  dir: string
  /** Told now and then about slow steps (the build of Temporal). */
  progress?: (line: string) => void
  /** Writes reach the disk as in production; default false. */
  durable?: boolean
  preload?: string
}

/** PostgreSQL and Temporal of ours on free ports, for tests. */
export interface Stack {
  readonly databaseUrl: string
  readonly temporalAddress: string
  readonly namespace: string
  readonly pg: Postgres
  readonly temporal: Temporal
  readonly registry: ProcessRegistry
  /** DATABASE_URL, TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, for child processes. */
  readonly env: Record<string, string>
  /** Ends both. The folder stays. */
  stop(): Promise<void>
}

/** Starts both in `dir`; done when both answer. The database `banjian` is there and empty. */
export async function startStack(options: StackOptions): Promise<Stack> {
  // Readable for the system user postgres, which we become when root; the password in it is for the owner only.
  mkdirSync(options.dir, { recursive: true, mode: 0o755 })
  const registry = new ProcessRegistry(path.join(options.dir, 'processes.json'))
  const programs = await findTemporalPrograms(options.progress ?? (() => undefined))
  const [pgPort, temporalPort] = (await freePorts(2)) as [number, number]
  const logFile = (name: string) => path.join(options.dir, 'logs', `${name}.log`)
  const pg = await startPostgres({
    dataDir: path.join(options.dir, 'pg'),
    stateDir: options.dir,
    logFile: logFile('postgres'),
    port: pgPort,
    registry,
    durable: options.durable ?? false,
    preload: options.preload,
  })
  try {
    await pg.ensureDatabase(DATABASE)
    const temporal = await startTemporal({
      programs,
      postgres: pg,
      stateDir: path.join(options.dir, 'temporal'),
      logFile: logFile('temporal'),
      port: temporalPort,
      namespace: NAMESPACE,
      registry,
    })
    return stackOf(pg, temporal, registry)
  } catch (error) {
    await pg.kill9()
    throw error
  }
}

function stackOf(pg: Postgres, temporal: Temporal, registry: ProcessRegistry): Stack {
  const databaseUrl = pg.url(DATABASE)
  return {
    databaseUrl,
    temporalAddress: temporal.address,
    namespace: NAMESPACE,
    pg,
    temporal,
    registry,
    env: { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: NAMESPACE },
    // The data is thrown away, and a Temporal in order takes up to 15 s to leave on a busy machine: no need to be polite.
    stop: async () => {
      await temporal.kill9()
      await pg.kill9()
    },
  }
}
