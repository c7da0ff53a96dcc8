/** Tells open pages that a case moved, in the transaction that moves it. */
import type { Db } from '../../db.ts'
import { notify } from '../../notify.ts'
import { groupsOfTask } from '../worklist/eligibility.ts'
import type { TaskPlace } from '../worklist/eligibility.ts'

/** The case's own page, and the worklists of everyone who has or had one of its tasks. */
export async function notifyCase(trx: Db, caseNo: string, revision: number): Promise<void> {
  await notify(trx, 'case', caseNo, revision)
  const tasks: (TaskPlace & { claimed_by: string | null })[] = await trx('task')
    .where({ instance: `case:${caseNo}` })
    .distinct('element', 'side', 'role', 'centre', 'bureau', 'claimed_by')
  const groups = new Set<string>()
  for (const task of tasks) {
    for (const group of groupsOfTask(task)) groups.add(group)
    if (task.claimed_by) groups.add(`user:${task.claimed_by}`)
  }
  for (const group of groups) await notify(trx, 'worklist', group)
}
