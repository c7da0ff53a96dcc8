import { condition, proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow'
import type { ProcessActivities } from './domain.ts'
import type { Host, SlowActivities } from './host.ts'

/** Well below Temporal's 10,240 warning; an act costs about 12 events. */
const historyLimit = 4000

/**
 * Records are written by local activities (2 s, 3 attempts); in an outage the same function goes on as a normal
 * activity with unlimited retry (default local retries held a workflow task for 31 s).
 */
export const temporalHost: Host = {
  condition,
  now: () => Date.now(),
  isLong() {
    const info = workflowInfo()
    return info.continueAsNewSuggested || info.historyLength > historyLimit
  },
  local: proxyLocalActivities<ProcessActivities>({
    startToCloseTimeout: '2 s',
    scheduleToCloseTimeout: '5 s',
    retry: { maximumAttempts: 3, initialInterval: '100 ms', maximumInterval: '500 ms' },
  }),
  durable: proxyActivities<ProcessActivities>({
    startToCloseTimeout: '20 s',
    retry: { initialInterval: '500 ms', maximumInterval: '5 s' },
  }),
  slow: proxyActivities<SlowActivities>({
    startToCloseTimeout: '60 s',
    retry: { initialInterval: '1 s', maximumInterval: '60 s' },
  }),
}
