/** Work every server process does beside its requests. Each start gives back how to stop. */
import type { Instant } from '../workflows/clock/domain.ts'
import type { Db } from './db.ts'
import type { AppDeps } from './deps.ts'
import { runCalendarJobs } from './modules/clock/relay.ts'
import { notifyInstance } from './records/process/live.ts'
import { relayActs, repeat } from './modules/process/relay.ts'
import { refreshNextDue } from './records/worklist/due.ts'

const everyMs = 1000

/** Acts that were committed and lost on their way to the engine are sent again, first at the start. */
export function startActRelay(deps: AppDeps): () => Promise<void> {
  return repeat(() => relayActs(deps), everyMs, deps.log)
}

/** Recomputes open terms after a calendar was published. */
export function startClockRelay(deps: AppDeps): () => Promise<void> {
  const onMoved = (trx: Db, instances: string[]) => showMoved(trx, instances, deps.now().toISOString())
  const work = { db: deps.db, now: deps.now, onMoved }
  return repeat(() => runCalendarJobs(work), everyMs, deps.log)
}

async function showMoved(trx: Db, instances: string[], at: Instant): Promise<void> {
  await refreshNextDue(trx, instances, at)
  for (const instance of instances) await notifyInstance(trx, instance)
}
