import path from 'node:path'
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'
import pino from 'pino'
import type { Logger } from 'pino'
import type { Actor, Viewer } from '../workflows/identity/domain.ts'
import type { Config } from './config.ts'
import { createDb } from './db.ts'
import type { Db } from './db.ts'
import { createFileStore } from './modules/file/store.ts'
import type { FileStore } from './modules/file/store.ts'
import type { FileRow } from './records/file/file.ts'
import { getNet } from './records/process/projection.ts'
import { createNetCodec } from './net-codec.ts'
import { createEngine } from './modules/process/engine.ts'
import type { Engine } from './modules/process/engine.ts'

/** What record-level scope asks other modules. Given by server/routes.ts. */
export interface ScopeHooks {
  /** Whether this member of staff may see the case at all. */
  canSeeCase(deps: AppDeps, actor: Actor, caseNo: string): Promise<boolean>
  /** Whether a file may be read; asked only when the viewer did not upload it. */
  canSeeFile(deps: AppDeps, viewer: Viewer, file: FileRow): Promise<boolean>
}

/** Everything a route needs from outside. */
export interface AppDeps {
  config: Config
  db: Db
  /** Connects at the first call; while Temporal is away calls fail with gRPC UNAVAILABLE and answer 503. */
  temporal: Client
  engine: Engine
  files: FileStore
  /** The one place of wall time on the HTTP side; `at` of everything a request writes comes from here. */
  now(): Date
  log: Logger
  scope: ScopeHooks
}

/** Wires the real dependencies. `given` replaces single ones in tests. */
export function createDeps(config: Config, scope: ScopeHooks, given: Partial<AppDeps> = {}): AppDeps {
  const db = given.db ?? createDb(config.databaseUrl, { applicationName: 'banjian-server' })
  const temporal = given.temporal ?? createTemporal(config, db)
  return {
    config,
    db,
    temporal,
    engine: given.engine ?? createEngine({ db, temporal, config }),
    files: given.files ?? createFileStore(path.resolve(config.filesDir)),
    now: given.now ?? (() => new Date()),
    log: given.log ?? createLog(config),
    scope: given.scope ?? scope,
  }
}

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
  await deps.db.destroy()
  await deps.temporal.connection.close()
}
