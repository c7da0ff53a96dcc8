import { Connection, isGrpcServiceError } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'

/** gRPC status codes met here (grpc/status.proto); @grpc/grpc-js is not a dependency of ours. */
const ALREADY_EXISTS = 6

/** How long closed cases' histories stay in Temporal; the records themselves are in PostgreSQL. */
const RETENTION = '30 days'

/**
 * Registers the namespace, with 30 days retention of closed cases' histories. Idempotent.
 * @returns false while the server does not answer yet.
 */
export async function registerNamespace(address: string, namespace: string): Promise<boolean> {
  return withConnection(address, async (connection) => {
    try {
      await connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: msToTs(RETENTION),
      })
    } catch (error) {
      if (!(isGrpcServiceError(error) && Number(error.code) === ALREADY_EXISTS)) throw error
    }
    return true
  })
}

/** Whether requests in the namespace are served: its name reaches the services' caches some seconds after it is registered. */
export async function answersNamespace(address: string, namespace: string): Promise<boolean> {
  return withConnection(address, async (connection) => {
    await connection.workflowService.countWorkflowExecutions({ namespace })
    await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'banjian-ready' } })
    return true
  })
}

async function withConnection(
  address: string,
  work: (connection: Connection) => Promise<boolean>,
): Promise<boolean> {
  let connection: Connection | undefined
  try {
    connection = await Connection.connect({ address, connectTimeout: 2_000 })
    const opened = connection
    return await opened.withDeadline(Date.now() + 4_000, () => work(opened))
  } catch {
    // Not listening, still joining its ring, namespace not in the cache yet: all of them are "not yet"; the caller bounds the wait
    // and shows the server's own log when the time is up.
    return false
  } finally {
    await connection?.close()
  }
}
