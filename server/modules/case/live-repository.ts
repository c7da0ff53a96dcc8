/** Tells open pages that a case moved, in the transaction that moves it. */
import type { Db } from '../../db.ts'
import { notify } from '../../notify.ts'
import { groupKey } from '../../../workflows/identity/domain.ts'
import type { Side } from '../../../workflows/identity/domain.ts'

interface TaskGroup {
  side: Side
  role: string
  centre: string
  bureau: string
  claimed_by: string | null
}

/** The case's own page, and the worklists of everyone who has or had one of its tasks. */
export async function notifyCase(trx: Db, caseNo: string, revision: number): Promise<void> {
  await notify(trx, 'case', caseNo, revision)
  const tasks: TaskGroup[] = await trx('task')
    .where({ instance: `case:${caseNo}` })
    .distinct('side', 'role', 'centre', 'bureau', 'claimed_by')
  const groups = new Set<string>()
  for (const task of tasks) {
    groups.add(groupKey(task.side, task.side === 'centre' ? task.centre : task.bureau, task.role))
    if (task.claimed_by) groups.add(`user:${task.claimed_by}`)
  }
  for (const group of groups) await notify(trx, 'worklist', group)
}
