/** Work every server process does beside its requests. Each start gives back how to stop. */
import { parseInstanceId } from '../workflows/process/domain.ts'
import type { Db } from './db.ts'
import type { AppDeps } from './deps.ts'
import { createClockRelay } from './modules/clock/relay.ts'
import { notify } from './notify.ts'
import { relayActs, repeat } from './modules/process/relay.ts'
import { refreshNextDue } from './records/worklist/due.ts'

const actsEveryMs = 1000

/** Acts that were committed and lost on their way to the engine are sent again, first at the start. */
export function startActRelay(deps: AppDeps): () => Promise<void> {
  return repeat(() => relayActs(deps), actsEveryMs, deps.log)
}

/** Recomputes open terms after a calendar was published. */
export function startClockRelay(deps: AppDeps): () => Promise<void> {
  return createClockRelay({ onMoved: showMoved })(deps)
}

async function showMoved(trx: Db, instances: string[]): Promise<void> {
  await refreshNextDue(trx, instances)
  for (const instance of instances) {
    const { noun, number } = parseInstanceId(instance)
    await notify(trx, noun, number)
  }
}
