/** Tells open pages that an instance moved, in the transaction that moves it. */
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { notifyAll } from '../../notify.ts'
import type { LiveEvent } from '../../notify.ts'
import { groupsOfTask } from '../worklist/eligibility.ts'
import type { TaskPlace } from '../worklist/eligibility.ts'

/** The instance's own page, and the worklists of everyone who has or had one of its tasks. */
export async function eventsOfInstance(trx: Db, instance: string, revision?: number): Promise<LiveEvent[]> {
  const { noun, number } = parseInstanceId(instance)
  const tasks: (TaskPlace & { claimedBy: string | null })[] = await trx('task')
    .where({ instance })
    .distinct({ roles: 'roles', side: 'side', place: 'place', claimedBy: 'claimed_by' })
  const groups = new Set(tasks.flatMap((task) => groupsOfTask(task)))
  for (const { claimedBy } of tasks) if (claimedBy) groups.add(`user:${claimedBy}`)
  return [
    { topic: noun, id: number, ...(revision !== undefined && { revision }) },
    ...[...groups].map((id) => ({ topic: 'worklist', id })),
  ]
}

export async function notifyInstance(trx: Db, instance: string, revision?: number): Promise<void> {
  await notifyAll(trx, await eventsOfInstance(trx, instance, revision))
}
