/**
 * Temporal as host of an instance. Records are written by local activities; in an outage the same function goes on as a
 * normal activity with unlimited retry, so that a workflow task is not held. A retry is for errors, not for slowness: the
 * database gives up a statement (10 s) before the engine gives up the attempt (15 s), so nothing runs on unseen.
 */
import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow'
import type { ProcessActivities } from './domain.ts'
import { permanentOf } from './host.ts'
import type { Host, SlowCall } from './host.ts'

const local = proxyLocalActivities<ProcessActivities>({
  startToCloseTimeout: '15 s',
  scheduleToCloseTimeout: '60 s',
  retry: { maximumAttempts: 3, initialInterval: '100 ms', maximumInterval: '500 ms' },
})
const durable = proxyActivities<ProcessActivities>({
  startToCloseTimeout: '20 s',
  retry: { initialInterval: '500 ms', maximumInterval: '5 s' },
})
/** A worker that is lost is missed at the heartbeat; what the other system says after it was cancelled is still heard. */
const slow = proxyActivities<Pick<ProcessActivities, 'callSlow'>>({
  startToCloseTimeout: '60 s',
  heartbeatTimeout: '15 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 s', maximumInterval: '60 s' },
})

/** Well below Temporal's 10,240 warning; an act costs about 8 events. */
const historyLimit = 4000

export function createTemporalHost(): Host {
  let unsaved = 0
  const record = async <T>(call: (activities: ProcessActivities) => Promise<T>): Promise<T> => {
    try {
      return await call(local)
    } catch (error) {
      if (permanentOf(error) || isCancellation(error)) throw error
      unsaved += 1
      try {
        return await call(durable)
      } finally {
        unsaved -= 1
      }
    }
  }
  return {
    now: () => Date.now(),
    until: async (holds, ms) => {
      if (ms !== undefined) return condition(holds, ms)
      await condition(holds)
      return true
    },
    isLong: () => {
      const info = workflowInfo()
      return info.continueAsNewSuggested || info.historyLength > historyLimit
    },
    records: {
      step: (step) => record((activities) => activities.step(step)),
      askTimer: (question) => record((activities) => activities.askTimer(question)),
      remind: (rung) => record((activities) => activities.remind(rung)),
      recordIncident: (incident) => record((activities) => activities.recordIncident(incident)),
    },
    isSaving: () => unsaved > 0,
    callSlow,
  }
}

/** In a scope of its own: the token may be cut off while the other system is still thinking. */
function callSlow(call: Parameters<Host['callSlow']>[0]): SlowCall {
  const scope = new CancellationScope()
  const answer = scope.run(() => slow.callSlow(call))
  return { answer, cancel: () => scope.cancel() }
}
