import { calendarId, clockWithCauses } from '../clock/clock.sql.ts'

/**
 * What a step reads, all of it, as one JSON: one statement, after the locks of the same transaction, so that its
 * snapshot shows what those who held them before have written.
 *
 * $1 instance, $2 its number, $3 id of the act behind the step, $4 keys of its services, $5 its revision.
 * `facts` is the noun's own select (e.g. records/case/facts.sql.ts): one JSON by $2.
 */
export const stepLoad = (facts: string): string => `
select json_build_object(
  -- where it is, what it is called, how far it is
  'instance', (select to_json(i) from process_instance i where i.id = $1),

  -- the act that moved it, with the moment its task was opened
  'act', (
    select to_jsonb(a) || jsonb_build_object('opened_at',
      (select t.opened_at from task t where t.instance = a.instance and t.key = a.task))
    from act a where a.id = $3),

  -- acts that were kept and are not carried out: the first of them
  'pendingSince', (select min(a.received_at) from act a where a.instance = $1 and a.status = 'pending'),

  -- whether this step stands already, and for which act
  'written', (select json_build_object('actId', e.act_id) from element_trace e where e.instance = $1 and e.revision = $5),
  'results', (
    select coalesce(json_object_agg(s.key, json_build_object('actId', s.act_id, 'result', s.result)), '{}')
    from step_result s where s.instance = $1 and s.key = any($4::text[])),

  -- open tasks, and everybody who holds or held one
  'tasks', (
    select coalesce(json_agg(to_jsonb(t) order by t.opened_at, t.key), '[]')
    from task t where t.instance = $1 and t.status = 'open'),
  'holders', (
    select coalesce(json_agg(distinct t.claimed_by), '[]')
    from task t where t.instance = $1 and t.claimed_by is not null),

  -- clocks with their causes, by which their dates are computed
  'clocks', (
    select coalesce(json_agg(${clockWithCauses} || jsonb_build_object(
      'changes', (select coalesce(jsonb_agg(h order by h.revision), '[]') from clock_change h where h.clock_id = k.id),
      'told', (select coalesce(jsonb_agg(r), '[]') from clock_rung r where r.clock_id = k.id)
    ) order by k.start_day, k.kind, k.ref, k.n), '[]')
    from clock k where k.instance = $1),

  -- the calendar in force; its days are kept in the process
  'calendarId', ${calendarId},

  -- what the noun adds
  'facts', (${facts})
)::text as context`
