/**
 * The one workflow that runs every process definition. Handlers are set before anything is awaited, so that
 * validators see the started state and start plus first act are one workflow task.
 */
import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow'
import { actUpdate, clockChanged, instanceView, retryIncident } from './messages.ts'
import { InstanceQueue } from './queue.ts'
import { createTemporalHost } from './temporal-host.ts'
import type { ProcessInput } from './domain.ts'

export async function runProcess(input: ProcessInput): Promise<void> {
  const queue = new InstanceQueue(input, createTemporalHost())
  setHandler(actUpdate, (command) => queue.act(command), {
    validator: (command) => queue.checkAct(command),
  })
  setHandler(retryIncident, ({ key }) => queue.retry(key))
  setHandler(clockChanged, (change) => queue.clockMoved(change))
  setHandler(instanceView, () => queue.view())

  // An act may arrive while the last handlers finish: then it is served first.
  let why: 'ended' | 'long'
  do {
    why = await queue.untilEndedOrLong()
    await condition(() => allHandlersFinished() || queue.hasWork)
  } while (queue.hasWork)
  if (why === 'long') await continueAsNew<typeof runProcess>({ ...input, carried: queue.carry() })
}
