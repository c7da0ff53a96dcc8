/**
 * What a publication leaves to do, done in the background of every server process: recomputing open clocks batch
 * by batch, and telling the workflows of those that moved. Both are read from tables, so any process can take
 * them up where another one died.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { runBatch, runningJobs } from '../../records/clock/job.ts'
import { markFailed, markSent, takeSignals } from '../../records/clock/outbox.ts'
import { getDue } from '../../records/clock/clock.ts'
import type { ClockDue } from '../../records/clock/clock.ts'

export interface CalendarJobDeps {
  db: Db
  now(): Date
  /** Brings projections of the cases up to date (list columns) in the batch's transaction. */
  onMoved?: (trx: Db, caseNos: string[]) => Promise<void>
}

export interface ClockSignalDeps {
  db: Db
  now(): Date
  /** Tells a case's workflow. Returns also when there is no such workflow any more; throws to be tried again. */
  signalClock(caseNo: string, clock: ClockDue): Promise<void>
}

/** Each batch locks its clocks for about a tenth of a second. */
const CLOCKS_A_BATCH = 200
const SIGNALS_A_BATCH = 10
/** About what one machine's Temporal takes beside its normal work. */
const SIGNALS_A_SECOND = 100
const POLL_MS = 1_000

/** Works off every running job that no other process is at. Gives the number of batches done. */
export async function runCalendarJobs(deps: CalendarJobDeps, size = CLOCKS_A_BATCH): Promise<number> {
  let batches = 0
  for (const job of await runningJobs(deps.db)) {
    for (;;) {
      const at = deps.now().toISOString()
      const batch = await deps.db.transaction((trx) => runBatch(trx, job.id, size, at, deps.onMoved))
      if (!batch) break
      batches++
      if (batch.finished) break
    }
  }
  return batches
}

/** Sends the signals that are owed now, at most so many a second. Gives the number sent. */
export async function drainClockSignals(
  deps: ClockSignalDeps,
  { perSecond = SIGNALS_A_SECOND, stop }: { perSecond?: number; stop?: AbortSignal } = {},
): Promise<number> {
  let sent = 0
  while (!stop?.aborted) {
    const began = performance.now()
    const batch = await deps.db.transaction((trx) => sendBatch(deps, trx))
    sent += batch.sent
    if (batch.taken < SIGNALS_A_BATCH) break
    const rest = (batch.taken / perSecond) * 1_000 - (performance.now() - began)
    if (rest > 0) await pause(rest, stop)
  }
  return sent
}

async function sendBatch(deps: ClockSignalDeps, trx: Db): Promise<{ taken: number; sent: number }> {
  const at = deps.now().toISOString()
  const owed = await takeSignals(trx, SIGNALS_A_BATCH, at)
  let sent = 0
  for (const signal of owed) {
    // The clock as it is now: a later change makes an older signal only repeat it, and the workflow keeps the newest.
    const clock = await getDue(trx, signal.clockId)
    try {
      await deps.signalClock(signal.caseNo, clock)
    } catch (error) {
      await markFailed(trx, signal, error instanceof Error ? error.message : String(error), at)
      continue
    }
    await markSent(trx, signal.id, at)
    sent++
  }
  return { taken: owed.length, sent }
}

/** Starts both for `relays` of server/routes.ts. */
export function createClockRelay(
  given: Pick<ClockSignalDeps, 'signalClock'> & Pick<CalendarJobDeps, 'onMoved'>,
): (deps: AppDeps) => () => Promise<void> {
  return (deps) => {
    const end = new AbortController()
    const work = { db: deps.db, now: deps.now, ...given }
    const running = (async () => {
      while (!end.signal.aborted) {
        try {
          await runCalendarJobs(work)
          await drainClockSignals(work, { stop: end.signal })
        } catch (err) {
          deps.log.warn({ err }, 'clock relay will try again')
        }
        await pause(POLL_MS, end.signal)
      }
    })()
    return () => {
      end.abort()
      return running
    }
  }
}

async function pause(ms: number, stop?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal: stop })
  } catch (error) {
    if (!stop?.aborted) throw error
  }
}
