/**
 * Time skipping of one case: the engine's time by Temporal's own feature (server 1.32), the case's time on the HTTP
 * side by its `time_offset`. The only place that writes it.
 */
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { Db } from '../../server/db.ts'

export async function skipTime(
  deps: { db: Db; temporal: Client; config: { temporalNamespace: string } },
  instance: string,
  ms: number,
): Promise<void> {
  await deps.db('process_instance').where({ id: instance }).increment('time_offset', ms)
  await deps.temporal.connection.workflowService.updateWorkflowExecutionOptions({
    namespace: deps.config.temporalNamespace,
    workflowExecution: { workflowId: instance },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        fastForwardConfig: { id: randomUUID(), duration: toDuration(ms) },
      },
    } as never,
    updateMask: { paths: ['time_skipping_config'] },
  } as never)
}

function toDuration(ms: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 }
}
