import { caseWords } from '../../../workflows/case/domain.ts'
import type { Db } from '../../db.ts'

/**
 * Brings lists up to date after terms moved without a step of their instances: a calendar was published. In the
 * transaction that moves them, so that no list shows half of it. A task follows its governing clock, else the one that ends
 * first; a case the one that ends first.
 */
export async function refreshNextDue(trx: Db, instances: string[]): Promise<void> {
  if (instances.length === 0) return
  await trx.raw(
    `update case_record c set next_due_at = k.due_at, next_clock = k.kind
     from (
       select distinct on (instance) instance, due_at, kind from clock
       where instance = any(?) and state = 'running' and due_at is not null
       order by instance, due_at, kind, n) k
     join process_instance i on i.id = k.instance and i.noun = ?
     where c.case_no = i.number`,
    [instances, caseWords.key],
  )
  await trx.raw(
    `update task t set due_at = k.due_at, yellow_at = k.yellow_at, red_at = coalesce(k.red_at, k.due_at)
     from (
       select distinct on (t.instance, t.key) t.instance, t.key, c.due_at, c.yellow_at,
         (select min(r.at) from jsonb_to_recordset(c.rung_at) as r(level text, remaining integer, at timestamptz)
          where r.level = 'red' and r.remaining >= 1) as red_at
       from task t join clock c on c.instance = t.instance and c.state <> 'stopped'
       where t.instance = any(?) and t.status = 'open' and (c.kind = t.clock or c.due_at is not null)
       order by t.instance, t.key, (c.kind = t.clock) desc, (c.ref = coalesce(t.item #>> '{}', '')) desc, c.due_at, c.kind, c.n desc) k
     where t.instance = k.instance and t.key = k.key`,
    [instances],
  )
}
