import { caseWords } from '../../../workflows/case/domain.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { firstClock, shownClock } from './light.ts'

/** A clock's instants as lists keep them; `now` is the instance's time. What activities/process/tasks.ts says, in SQL. */
const instants = (clock: string, now: string): string => `
  select c.due_at, c.kind, c.yellow_at, coalesce(c.red_at, c.due_at) as red_at,
    lower(c.rest)::timestamp at time zone 'Asia/Shanghai' as rest_from,
    case when upper_inf(c.rest) then 'infinity' else upper(c.rest)::timestamp at time zone 'Asia/Shanghai' end as rest_until
  from (
    select c.due_at, c.kind, c.yellow_at,
      (select min(r.at) from jsonb_to_recordset(c.rung_at) as r(level text, remaining integer, at timestamptz)
       where r.level = 'red' and r.remaining >= 1) as red_at,
      -- pauses that meet are one rest; the one that is, or comes next
      (select r from unnest((select range_agg(daterange(p.from_day, p.through_day, '[]'))
          from clock_pause p where p.clock_id = c.id)) r
       where upper_inf(r) or upper(r) > (${now} at time zone 'Asia/Shanghai')::date order by lower(r) limit 1) as rest
    from (${clock}) c) c`

/**
 * Brings lists up to date after terms moved without a step of their instances: a calendar was published. In the
 * transaction that moves them, so that no list shows half of it.
 * @param at wall time
 */
export async function refreshNextDue(trx: Db, instances: string[], at: Instant): Promise<void> {
  if (instances.length === 0) return
  const now = (offset: string) => `(cast(:at as timestamptz) + ${offset} * interval '1 millisecond')`
  const bindings = { at, instances, noun: caseWords.key }
  await trx.raw(
    `update case_record c set next_due_at = k.due_at, next_clock = case when k.due_at is not null then k.kind end,
       next_yellow_at = k.yellow_at, next_red_at = k.red_at, rest_from = k.rest_from, rest_until = k.rest_until
     from process_instance i cross join lateral (${instants(firstClock, now('i.time_offset'))}) k
     where i.id = any(:instances) and i.noun = :noun and c.case_no = i.number`,
    bindings,
  )
  await trx.raw(
    `update task o set due_at = k.due_at, yellow_at = k.yellow_at, red_at = k.red_at, pause_from = k.rest_from,
       pause_until = k.rest_until
     from task t cross join lateral (${instants(shownClock, now('t.time_offset'))}) k
     where t.instance = any(:instances) and t.status = 'open' and o.instance = t.instance and o.key = t.key`,
    bindings,
  )
}
