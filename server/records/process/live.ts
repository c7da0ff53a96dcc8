/** Tells open pages that an instance moved beside its steps, in the transaction that moves it. */
import type { Side } from '../../../workflows/identity/domain.ts'
import { groupKey } from '../../../workflows/identity/domain.ts'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { notify } from '../../notify.ts'

/** The instance's own page, and the worklists of everyone who has or had one of its tasks. */
export async function notifyInstance(trx: Db, instance: string, revision: number): Promise<void> {
  const { noun, number } = parseInstanceId(instance)
  await notify(trx, noun, number, revision)
  const tasks: { side: Side; place: string; roles: string; claimed_by: string | null }[] = await trx('task')
    .where({ instance })
    .distinct('side', 'place', 'roles', 'claimed_by')
  const groups = new Set<string>()
  for (const { side, place, roles, claimed_by: holder } of tasks) {
    for (const role of roles.split(' ')) groups.add(groupKey(side, place, role))
    if (holder) groups.add(`user:${holder}`)
  }
  for (const group of groups) await notify(trx, 'worklist', group)
}
