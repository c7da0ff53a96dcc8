/**
 * What a publication leaves to do, done in the background of every server process: recomputing open clocks batch by
 * batch, read from a table, so any process can take it up where another one died. The engine is told of those that moved
 * by the outbox's drain.
 */
import type { Db } from '../../db.ts'
import { runBatch, runningJobs } from '../../records/clock/job.ts'

export interface CalendarJobDeps {
  db: Db
  now(): Date
  /** Brings projections of the instances up to date (list columns) in the batch's transaction. */
  onMoved?: (trx: Db, instances: string[]) => Promise<void>
}

/** Each batch locks its clocks for about a tenth of a second. */
const CLOCKS_A_BATCH = 200

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
