/** Work every server process does beside its requests. Each start gives back how to stop. */
import { WorkflowNotFoundError } from '@temporalio/client'
import { caseInstance } from '../workflows/case/domain.ts'
import type { Db } from './db.ts'
import type { AppDeps } from './deps.ts'
import { createClockRelay } from './modules/clock/relay.ts'
import type { ClockDue } from './records/clock/clock.ts'
import { notifyInstance } from './records/process/live.ts'
import { relayActs, repeat } from './modules/process/relay.ts'
import { refreshNextDue } from './records/worklist/due.ts'

const actsEveryMs = 1000

/** Acts that were committed and lost on their way to the engine are sent again, first at the start. */
export function startActRelay(deps: AppDeps): () => Promise<void> {
  return repeat(() => relayActs(deps), actsEveryMs, deps.log)
}

/** Recomputes open terms after a calendar was published, and tells the cases whose dates moved. */
export function startClockRelay(deps: AppDeps): () => Promise<void> {
  return createClockRelay({
    onMoved: showMoved,
    signalClock: (caseNo, clock) => tellCase(deps, caseNo, clock),
  })(deps)
}

async function showMoved(trx: Db, caseNos: string[]): Promise<void> {
  await refreshNextDue(trx, caseNos)
  for (const caseNo of caseNos) await notifyInstance(trx, caseInstance(caseNo))
}

async function tellCase(deps: AppDeps, caseNo: string, clock: ClockDue): Promise<void> {
  const { kind, n, dueAt, rungs, revision } = clock
  try {
    await deps.engine.signalClock(caseInstance(caseNo), { kind, n, dueAt, rungs, revision })
  } catch (error) {
    // The case ended meanwhile: nobody is left to tell.
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}
