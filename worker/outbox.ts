/** Wiring of the drain: what it prints with, sends by and signals through. */
import { setTimeout as wait } from 'node:timers/promises'
import { WorkflowNotFoundError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { startDrain } from '../activities/follow-up/drain.ts'
import type { DrainDeps } from '../activities/follow-up/drain.ts'
import { createLanes } from '../activities/follow-up/lanes.ts'
import { createNotifications } from '../activities/notification/send.ts'
import { createNouns } from '../activities/nouns.ts'
import { createPapers } from '../activities/paper/issue.ts'
import { paperPrinter } from '../activities/paper/printer.ts'
import type { Print } from '../activities/paper/issue.ts'
import type { AnyNoun } from '../activities/process/plan.ts'
import type { Db } from '../server/db.ts'
import { createEngine } from '../server/modules/process/engine.ts'
import type { FileStore } from '../server/modules/file/store.ts'
import { personalOf } from '../server/personal.ts'
import { clockChanged } from '../workflows/process/messages.ts'

export interface OutboxDeps {
  db: Db
  files: FileStore
  temporal: Client
  config: {
    smsUrl?: string
    dataKey: string
    publicUrl: string
    paper?: 'typst' | 'plain'
    taskQueue: string
    clockSpreadSeconds: number
  }
  log: Pick<Logger, 'warn'>
  nouns?: Record<string, AnyNoun>
  /** Replaced in tests that do not read papers. */
  print?: Print
  /** Wall time. */
  now?(): Date
}

export function createDrain(deps: OutboxDeps): DrainDeps {
  const { db, files, temporal, config, log, now = () => new Date() } = deps
  const personal = personalOf({ config })
  const work = createLanes({
    ...{ db, personal, now },
    nouns: { ...createNouns({ personal, publicUrl: config.publicUrl }), ...deps.nouns },
    papers: createPapers({ db, files, print: deps.print ?? paperPrinter(config.paper ?? 'typst') }),
    notifications: createNotifications({ db, smsUrl: config.smsUrl ?? '' }),
    signalClock: (instance, clock) =>
      isThere(() => temporal.workflow.getHandle(instance).signal(clockChanged, clock)),
    sendAct: createEngine({ db, temporal, config }).act,
  })
  return { db, work, now, log, pause }
}

export function runOutbox(deps: OutboxDeps): () => Promise<void> {
  return startDrain(createDrain(deps))
}

async function isThere(signal: () => Promise<void>): Promise<boolean> {
  try {
    await signal()
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal: stop })
  } catch (error) {
    if (!stop.aborted) throw error
  }
}
