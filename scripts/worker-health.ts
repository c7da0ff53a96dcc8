/**
 * Health of the worker in this container, for docker-compose.yml: exit code 0 when Temporal has seen a poll of its from this host within
 * the last two minutes. A worker has no port of its own to ask; a hung one stops polling.
 */
import { hostname } from 'node:os'
import { Connection } from '@temporalio/client'
import { tsToMs } from '@temporalio/common/lib/time.js'

/** A poll waits at the server for up to a minute, so a healthy worker's last one is never much older. */
const FRESH_MS = 120_000
/** temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_QUEUE = 1

async function isPolling(): Promise<boolean> {
  const connection = await Connection.connect({
    address: process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
  })
  try {
    const answer = await connection.workflowService.describeTaskQueue({
      namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
      taskQueue: { name: process.env['TEMPORAL_TASK_QUEUE'] ?? 'banjian' },
      taskQueueType: WORKFLOW_QUEUE,
    })
    return (answer.pollers ?? []).some(
      (poller) =>
        poller.identity?.endsWith(`@${hostname()}`) && Date.now() - tsToMs(poller.lastAccessTime) < FRESH_MS,
    )
  } finally {
    await connection.close()
  }
}

const healthy = await isPolling()
if (!healthy) console.error(`no poll from ${hostname()} within ${FRESH_MS / 1_000} s`)
process.exit(healthy ? 0 : 1)
