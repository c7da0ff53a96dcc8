/**
 * What a publication leaves to do, done in the background of every server process: recomputing open clocks batch by
 * batch, read from a table, so any process can take it up where another one died. The engine is told of those that moved
 * by the outbox's drain.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { runBatch, runningJobs } from '../../records/clock/job.ts'

export interface CalendarJobDeps {
  db: Db
  now(): Date
  /** Brings projections of the instances up to date (list columns) in the batch's transaction. */
  onMoved?: (trx: Db, instances: string[]) => Promise<void>
}

/** Each batch locks its clocks for about a tenth of a second. */
const CLOCKS_A_BATCH = 200
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

/** Starts it for `relays` of server/routes.ts. */
export function createClockRelay(
  given: Pick<CalendarJobDeps, 'onMoved'>,
): (deps: AppDeps) => () => Promise<void> {
  return (deps) => {
    const end = new AbortController()
    const work = { db: deps.db, now: deps.now, ...given }
    const running = (async () => {
      while (!end.signal.aborted) {
        try {
          await runCalendarJobs(work)
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
