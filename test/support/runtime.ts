/** Temporal's runtime of a test process: it says only what is wrong. */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { Worker } from '@temporalio/worker'
import { poll } from './stack.ts'

let installed = false

/** Before the first worker or replay of the process. The signals stay the test runner's. */
export function quietRuntime(): void {
  if (installed) return
  installed = true
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' })
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter } },
    shutdownSignals: [],
  })
}

/**
 * Ends a worker when it has nothing in hand. One that is shut down over a local activity leaves that activity's time-out running in the
 * SDK's core, which panics with a stack trace when it is over: "receive half not dropped" (SDK 1.24). One whose first try failed leaves it in any
 * case: tests that let activities fail run in a process of their own (scripts/test/lanes.ts).
 */
export async function endWorker(worker: Worker, running: Promise<void>): Promise<void> {
  const idle = async () => {
    const { numInFlightLocalActivities, numInFlightWorkflowActivations } = worker.getStatus()
    return numInFlightLocalActivities + numInFlightWorkflowActivations === 0
  }
  await poll(idle, 10_000, 20)
  worker.shutdown()
  await running
}
