import { caseWords } from '../../../workflows/case/domain.ts'
import type { Db } from '../../db.ts'

/**
 * Brings the lists' columns of the next term up to date after terms moved without a step of their instances: a calendar
 * was published. In the transaction that moves them, so that no list shows half of it.
 */
export async function refreshNextDue(trx: Db, caseNos: string[]): Promise<void> {
  if (caseNos.length === 0) return
  const next = `(
    select distinct on (case_no) case_no, due_at, kind from clock
    where case_no = any(?) and state = 'running' and due_at is not null
    order by case_no, due_at, kind, n) k`
  await trx.raw(
    `update case_record c set next_due_at = k.due_at, next_clock = k.kind from ${next} where c.case_no = k.case_no`,
    [caseNos],
  )
  await trx.raw(
    `update task t set due_at = k.due_at from ${next}
     where t.number = k.case_no and t.noun = ? and t.status = 'open'`,
    [caseNos, caseWords.key],
  )
}
