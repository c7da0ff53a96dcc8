/**
 * The one workflow that runs every process definition. Handlers are set before anything is awaited, so that
 * validators see the started state and start plus first act are one workflow task.
 */
import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow'
import { actUpdate, clockChanged, instanceView, outsideFact, retryIncident } from './messages.ts'
import { ProcessRun } from './run.ts'
import { temporalHost } from './temporal-host.ts'
import type { ProcessInput } from './domain.ts'

export async function runProcess(input: ProcessInput): Promise<void> {
  const run = new ProcessRun(input, temporalHost)
  setHandler(actUpdate, (command) => run.act(command), { validator: (command) => run.checkAct(command) })
  setHandler(retryIncident, ({ key }) => run.retry(key))
  setHandler(clockChanged, (change) => run.clockMoved(change))
  setHandler(outsideFact, (fact) => run.fact(fact))
  setHandler(instanceView, () => run.view())

  // An act may arrive while the last handlers finish: then it is served first.
  let why: 'ended' | 'long'
  do {
    why = await run.untilEndedOrLong()
    await condition(() => allHandlersFinished() || run.hasWork)
  } while (run.hasWork)
  if (why === 'long') await continueAsNew<typeof runProcess>({ ...input, carried: run.carry() })
}
