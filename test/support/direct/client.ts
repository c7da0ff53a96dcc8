/** The part of Temporal's client that the server uses, over the direct engine: the code of the server stays as it is. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import type { ActCommand, ProcessInput } from '../../../workflows/process/domain.ts'
import { actUpdate, clockChanged, retryIncident } from '../../../workflows/process/messages.ts'
import type { Instances } from './instances.ts'

interface Named {
  name?: string
}
interface UpdateOptions {
  updateId?: string
  args: [unknown]
}
interface StartOptions extends UpdateOptions {
  startWorkflowOperation: { options: { workflowId: string; args: [ProcessInput] } }
}

export function directClient(instances: Instances): Client {
  let updates = 0
  const update = (id: string, { name }: Named, { updateId, args: [arg] }: UpdateOptions) => {
    const key = updateId ?? `update-${(updates += 1)}`
    if (name === actUpdate.name) return instances.act(id, key, arg as ActCommand)
    if (name === retryIncident.name) return instances.retry(id, key, (arg as { key: string }).key)
    throw new Error(`no update ${name}`)
  }
  const getHandle = (id: string) => ({
    executeUpdate: (definition: Named, options: UpdateOptions) => update(id, definition, options),
    signal: ({ name }: Named, arg: never) => {
      if (name === clockChanged.name) return instances.clockMoved(id, arg)
      throw new Error(`no signal ${name}`)
    },
    query: async () => instances.view(id),
    describe: async () => ({ status: { name: instances.isClosed(id) ? 'COMPLETED' : 'RUNNING' }, raw: {} }),
  })
  const client = {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    connection: { close: async () => undefined },
    workflow: {
      getHandle,
      async executeUpdateWithStart(definition: Named, options: StartOptions) {
        const { workflowId, args } = options.startWorkflowOperation.options
        if (instances.isClosed(workflowId))
          throw new WorkflowExecutionAlreadyStartedError('ended', workflowId, 'process')
        if (!instances.has(workflowId)) instances.begin(args[0])
        return update(workflowId, definition, options)
      },
      async *list() {
        for (const workflowId of instances.open()) yield { workflowId }
      },
    },
  }
  return client as unknown as Client
}
