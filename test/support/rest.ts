import type { Office } from './office.ts'
import { poll } from './stack.ts'

/** Papers and messages go on behind the last act: waits until Temporal has nothing more to do for an instance. */
export async function atRest({ app }: Office, instance: string): Promise<void> {
  const handle = app.deps.temporal.workflow.getHandle(instance)
  const quiet = async () => {
    const { status, raw } = await handle.describe()
    return status.name !== 'RUNNING' || (raw.pendingActivities?.length ?? 0) === 0
  }
  if (!(await poll(quiet, 120_000, 50))) throw new Error(`${instance} does not come to rest`)
}
