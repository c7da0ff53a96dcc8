/**
 * Does what follows steps, lane by lane: papers, messages to people, messages between instances, signals of moved clocks.
 * Whatever dies in between, a row is done again from its start, and each part of the work finds what its first try left:
 * the paper its number, the message its id, the other instance the act that was kept.
 */
import type { Logger } from 'pino'
import { failureOf } from '../process/failure.ts'
import { NotYet } from './message.ts'
import type { LaneWork } from './lanes.ts'
import { ApplicationFailure } from '@temporalio/common'
import type { Db } from '../../server/db.ts'
import {
  incidentKeyOf,
  lanes,
  markFollowUpsDone,
  putOff,
  stopFollowUp,
  takeFollowUps,
} from '../../server/records/follow-up/follow-up.ts'
import type { FollowUp, Lane } from '../../server/records/follow-up/follow-up.ts'
import { resolveIncident, writeIncident } from '../../server/records/process/projection.ts'

export interface DrainDeps {
  db: Db
  work: Record<Lane, LaneWork>
  /** Wall time. */
  now(): Date
  /** Resolves after so many ms, or when the drain is told to stop. */
  pause(ms: number, stop: AbortSignal): Promise<void>
  log: Pick<Logger, 'warn'>
}

/** Rows a lane takes at once, and how many of them it works on side by side. */
const sizes: Record<Lane, { batch: number; atOnce: number }> = {
  paper: { batch: 10, atOnce: 2 },
  sms: { batch: 20, atOnce: 10 },
  message: { batch: 20, atOnce: 10 },
  inbox: { batch: 50, atOnce: 4 },
  // About a hundred signals a second are what one machine's Temporal takes beside its normal work.
  clock: { batch: 10, atOnce: 10 },
}
const idleMs = 250
const clockPauseMs = 100
/** After a batch that was not full: what comes meanwhile is taken together. */
const gatherMs = 50

/** One round of a lane; gives the number of rows it took. */
export async function drainLane(deps: DrainDeps, lane: Lane): Promise<number> {
  const { batch, atOnce } = sizes[lane]
  const rows = await takeFollowUps(deps.db, lane, batch, deps.now().toISOString())
  const waiting = [...rows]
  const worker = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) await doOne(deps, row)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, worker))
  return rows.length
}

/** Goes on until it is stopped; the promise it gives ends with the rows under way. */
export function startDrain(deps: DrainDeps): () => Promise<void> {
  const end = new AbortController()
  const running = Promise.all(lanes.map((lane) => runLane(deps, lane, end.signal)))
  return async () => {
    end.abort()
    await running
  }
}

async function runLane(deps: DrainDeps, lane: Lane, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const taken = await drainLane(deps, lane).catch((err: unknown) => {
      deps.log.warn({ err, lane }, 'the drain will try again')
      return 0
    })
    if (taken === 0) await deps.pause(idleMs, stop)
    else if (lane === 'clock') await deps.pause(clockPauseMs, stop)
    else if (taken < sizes[lane].batch) await deps.pause(gatherMs, stop)
  }
}

async function doOne(deps: DrainDeps, row: FollowUp): Promise<void> {
  try {
    await deps.work[row.lane](row)
    await finish(deps, row)
  } catch (error) {
    await fail(deps, row, failureOf(error))
  }
}

async function finish({ db, now }: DrainDeps, row: FollowUp): Promise<void> {
  const at = now().toISOString()
  await markFollowUpsDone(db, [row.id], at)
  // It may have stopped before and been retried.
  if (row.attempts > 1) await resolveIncident(db, row.instance, incidentKeyOf(row.id), at)
}

async function fail({ db, now, log }: DrainDeps, row: FollowUp, failure: unknown): Promise<void> {
  const at = now().toISOString()
  const { message } = failure as Error
  if (failure instanceof NotYet) return putOff(db, row, message, at)
  if (!(failure instanceof ApplicationFailure) || !failure.nonRetryable) {
    log.warn({ err: failure, followUp: row.id, lane: row.lane }, 'a follow-up is put off')
    return putOff(db, row, message, at)
  }
  const element = row.stepKey.split('#')[0] ?? row.stepKey
  const incident = { key: incidentKeyOf(row.id), element, code: failure.type ?? 'follow-up-failed', message }
  await db.transaction(async (trx) => {
    await writeIncident(trx, { instance: row.instance, at, ...incident })
    await stopFollowUp(trx, row.id, message)
  })
}
