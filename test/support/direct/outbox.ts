/** The outbox of a direct office: what follows a step is done right behind it, until it is told to stop. */
import { drainLane } from '../../../activities/follow-up/drain.ts'
import { lanes } from '../../../server/records/follow-up/follow-up.ts'
import { createDrain } from '../../../worker/outbox.ts'
import type { OutboxDeps } from '../../../worker/outbox.ts'

export interface Outbox {
  drain(): Promise<void>
  startDrain(): Promise<void>
  stopDrain(): Promise<void>
  settled(): Promise<void>
}

export function openOutbox(deps: OutboxDeps): Outbox {
  const drain = createDrain(deps)
  let open = true
  let round: Promise<void> | undefined
  const takeAll = async (): Promise<void> => {
    while (
      open &&
      (await Promise.all(lanes.map((lane) => drainLane(drain, lane)))).some((taken) => taken > 0)
    );
  }
  const untilEmpty = async (): Promise<void> => {
    // A signal of the outbox lets an instance go on, which comes back here: the round under way takes what it left.
    if (!open || round) return
    round = takeAll().finally(() => (round = undefined))
    await round
  }
  return {
    drain: untilEmpty,
    settled: untilEmpty,
    async startDrain() {
      open = true
      await untilEmpty()
    },
    async stopDrain() {
      open = false
      await round
    },
  }
}
