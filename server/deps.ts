import path from 'node:path'
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'
import pino from 'pino'
import type { Logger } from 'pino'
import type { Actor, Viewer } from '../workflows/identity/domain.ts'
import type { Config } from './config.ts'
import { createDb } from './db.ts'
import type { Db } from './db.ts'
import { Gate } from './gate.ts'
import { createFileStore } from './modules/file/store.ts'
import type { FileStore } from './modules/file/store.ts'
import type { FileRow } from './records/file/file.ts'
import { getNet } from './records/process/projection.ts'
import { createNetCodec } from './net-codec.ts'
import { createEngine } from './modules/process/engine.ts'
import type { Engine } from './modules/process/engine.ts'

/** What record-level scope asks other modules. Given by server/routes.ts. */
export interface ScopeHooks {
  /** Whether this member of staff may see the instance at all. */
  canSee(deps: AppDeps, actor: Actor, instance: string): Promise<boolean>
  /** Whether a file may be read; asked only when the viewer did not upload it. */
  canSeeFile(deps: AppDeps, viewer: Viewer, file: FileRow): Promise<boolean>
}

/** Everything a route needs from outside. */
export interface AppDeps {
  config: Config
  /** Pages and lists. */
  db: Db
  /** Connections of their own for other kinds of work, so that none of them waits for another. */
  pools: Pools
  /** Acts under way in this process, from the first statement to the engine's answer. */
  acts: Gate
  /** Connects at the first call; while Temporal is away calls fail with gRPC UNAVAILABLE and answer 503. */
  temporal: Client
  engine: Engine
  files: FileStore
  /** The one place of wall time on the HTTP side; `at` of everything a request writes comes from here. */
  now(): Date
  log: Logger
  scope: ScopeHooks
}

export interface Pools {
  acts: Db
  exports: Db
  /** What a server does beside its requests. */
  background: Db
}

/** Connections by kind of work: 12 acts hold more transactions than two cores can feed (act-path, measured). */
const connections = { pages: 16, acts: 12, exports: 3, background: 3 } as const
/** Most of an act is waiting for the engine, which holds no connection: a whole office may press the button at once. */
const actsAtOnce = 200

function createPools(url: string): Pools {
  const open = (kind: keyof Pools, timeoutMs: number) =>
    createDb(url, { applicationName: `banjian-${kind}`, max: connections[kind], timeoutMs })
  return {
    acts: open('acts', 10_000),
    exports: open('exports', 120_000),
    background: open('background', 30_000),
  }
}

/** Wires the real dependencies. `given` replaces single ones in tests. */
export function createDeps(config: Config, scope: ScopeHooks, given: Partial<AppDeps> = {}): AppDeps {
  const db =
    given.db ?? createDb(config.databaseUrl, { applicationName: 'banjian-server', max: connections.pages })
  const pools = given.pools ?? (given.db ? allOf(given.db) : createPools(config.databaseUrl))
  const temporal = given.temporal ?? createTemporal(config, db)
  return {
    config,
    db,
    pools,
    acts: given.acts ?? new Gate(actsAtOnce),
    temporal,
    engine: given.engine ?? createEngine({ db: pools.acts, temporal, config }),
    files: given.files ?? createFileStore(path.resolve(config.filesDir)),
    now: given.now ?? (() => new Date()),
    log: given.log ?? createLog(config),
    scope: given.scope ?? scope,
  }
}

const allOf = (db: Db): Pools => ({ acts: db, exports: db, background: db })

/** Five attempts, about two seconds: the default's ten hold a request for 19 s while Temporal is away (measured). */
export function createTemporal(config: Config, db: Db): Client {
  const retries = makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 5 }))
  const connection = Connection.lazy({
    address: config.temporalAddress,
    connectTimeout: 3_000,
    interceptors: [retries],
  })
  const dataConverter = { payloadCodecs: [createNetCodec((id) => getNet(db, id))] }
  return new Client({ connection, namespace: config.temporalNamespace, dataConverter })
}

/** Personal data and secrets never reach the log (reliability S16, S23). */
export function createLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({
    level: config.logLevel,
    redact: {
      paths: [
        'req.headers.cookie',
        'req.headers.authorization',
        'req.headers["x-csrf-token"]',
        'res.headers["set-cookie"]',
        '*.password',
        '*.secret',
        '*.idNumber',
        '*.phone',
      ],
      censor: '[removed]',
    },
  })
}

/** Closes what createDeps opened. */
export async function closeDeps(deps: AppDeps): Promise<void> {
  const { acts, exports, background } = deps.pools
  // In tests all may be one.
  await Promise.all([...new Set([deps.db, acts, exports, background])].map((db) => db.destroy()))
  await deps.temporal.connection.close()
}
