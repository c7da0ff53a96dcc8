/**
 * What a step writes, all of it: one statement, every part fed from its array in $2 (an empty array writes nothing).
 * $1 is the instance. Parts never meet the same row: the plan has put together what a step does to one.
 * `parts` are the noun's own rows (e.g. records/case/parts.sql.ts), as further parts of the same shape.
 */
export const stepWrite = (parts: string): string => `
with
-- the instance: its revision, where it stands, what it waits for, and the mark of a timer that won
the_instance as (
  update process_instance i set revision = x.revision, status = x.status, ended_at = x.ended_at, standing = x.standing,
    waits = x.waits, enforced_by = x.enforced_by, enforced_at = x.enforced_at
  from jsonb_populate_recordset(null::process_instance, $2::jsonb->'instance') x where i.id = $1),

-- tasks: the row of a task is the row of the lists
tasks_opened as (
  insert into task (instance, key, element, name, roles, side, status, opened_at, closed_at, district, centre, bureau,
    noun, number, place, candidate, panel, item, form, clock, waits, title, who_masked, item_code, status_name, due_at, yellow_at, red_at,
    pause_from, pause_until, time_offset, revision)
  select $1, x.key, x.element, x.name, x.roles, x.side, x.status, x.opened_at, x.closed_at, x.district, x.centre,
    x.bureau, x.noun, x.number, x.place, x.candidate, x.panel, x.item, x.form, x.clock, x.waits, x.title, x.who_masked, x.item_code,
    x.status_name, x.due_at, x.yellow_at, x.red_at, x.pause_from, x.pause_until, i.time_offset, x.revision
  from jsonb_populate_recordset(null::task, $2::jsonb->'tasksOpened') x join process_instance i on i.id = $1
  on conflict (instance, key) do nothing),
tasks_gone as (
  update task t set status = x.status, closed_at = x.closed_at, revision = x.revision
  from jsonb_populate_recordset(null::task, $2::jsonb->'tasksGone') x where t.instance = $1 and t.key = x.key),
tasks_kept as (
  update task t set due_at = x.due_at, yellow_at = x.yellow_at, red_at = x.red_at,
    pause_from = x.pause_from, pause_until = x.pause_until, status_name = x.status_name
  from jsonb_populate_recordset(null::task, $2::jsonb->'tasksKept') x where t.instance = $1 and t.key = x.key),

-- timers as the diagram draws them
timers_armed as (
  insert into process_timer (instance, key, element, clock, mode, due_at, status, revision)
  select $1, x.key, x.element, x.clock, x.mode, x.due_at, x.status, x.revision
  from jsonb_populate_recordset(null::process_timer, $2::jsonb->'timersArmed') x on conflict (instance, key) do nothing),
timers_gone as (
  update process_timer t set status = x.status, revision = x.revision
  from jsonb_populate_recordset(null::process_timer, $2::jsonb->'timersGone') x where t.instance = $1 and t.key = x.key),

-- what moved in the net, and the timeline
trace as (
  insert into element_trace (instance, revision, at, act_id, moves)
  select $1, x.revision, x.at, x.act_id, x.moves from jsonb_populate_recordset(null::element_trace, $2::jsonb->'trace') x),
the_trail as (
  insert into trail (instance, step_key, stage, act, act_name, started_at, ended_at, handler_id, handler_name, opinion,
    node_code, node_kind, status_after, facts, theme_code, theme_name, theme_case_no)
  select $1, x.step_key, x.stage, x.act, x.act_name, x.started_at, x.ended_at, x.handler_id, x.handler_name, x.opinion,
    x.node_code, x.node_kind, x.status_after, x.facts, x.theme_code, x.theme_name, x.theme_case_no
  from jsonb_populate_recordset(null::trail, $2::jsonb->'trail') x on conflict (instance, step_key) do nothing),
trail_after as (
  update trail t set status_after = coalesce(x.status_after, t.status_after), node_kind = coalesce(x.node_kind, t.node_kind)
  from jsonb_populate_recordset(null::trail, $2::jsonb->'trailAfter') x where t.instance = $1 and t.step_key = x.step_key),

-- steps that stopped, and those that are over
incidents as (
  insert into incident (instance, key, element, code, message, status, at)
  select $1, x.key, x.element, x.code, x.message, 'open', x.at
  from jsonb_populate_recordset(null::incident, $2::jsonb->'incidents') x
  on conflict (instance, key) do update set code = excluded.code, message = excluded.message, at = excluded.at,
    status = 'open', resolved_at = null, resolved_by = null),
incidents_gone as (
  update incident n set status = 'resolved', resolved_at = x.resolved_at
  from jsonb_populate_recordset(null::incident, $2::jsonb->'incidentsGone') x
  where n.instance = $1 and n.key = x.key and n.status = 'open'),
-- nothing of an ended instance is waited for but what follows it
incidents_ended as (
  update incident n set status = 'resolved', resolved_at = x.ended_at
  from jsonb_populate_recordset(null::process_instance, $2::jsonb->'ended') x
  where n.instance = $1 and n.status = 'open' and n.key not like 'follow-up/%'),

-- clocks with the causes of their dates
clocks as (
  insert into clock (id, instance, kind, ref, n, mode, unit, budget, start_day, closes, closing_time, unit_source, basis,
    started_by, rungs, state, stopped_on, stop_reason, calendar_version, total, due_day, due_at, yellow_at, rung_at,
    provisional, revision, changed_at)
  select x.id, x.instance, x.kind, x.ref, x.n, x.mode, x.unit, x.budget, x.start_day, x.closes, x.closing_time,
    x.unit_source, x.basis, x.started_by, x.rungs, x.state, x.stopped_on, x.stop_reason, x.calendar_version, x.total,
    x.due_day, x.due_at, x.yellow_at, x.rung_at, x.provisional, x.revision, x.changed_at
  from jsonb_populate_recordset(null::clock, $2::jsonb->'clocks') x
  on conflict (id) do update set state = excluded.state, stopped_on = excluded.stopped_on,
    stop_reason = excluded.stop_reason, calendar_version = excluded.calendar_version, total = excluded.total,
    due_day = excluded.due_day, due_at = excluded.due_at, yellow_at = excluded.yellow_at, rung_at = excluded.rung_at,
    provisional = excluded.provisional, revision = excluded.revision, changed_at = excluded.changed_at),
clock_pauses as (
  insert into clock_pause (clock_id, id, from_day, through_day, cause, basis, at)
  select x.clock_id, x.id, x.from_day, x.through_day, x.cause, x.basis, x.at
  from jsonb_populate_recordset(null::clock_pause, $2::jsonb->'pauses') x
  on conflict (clock_id, id) do update set through_day = excluded.through_day),
clock_extensions as (
  insert into clock_extension (clock_id, id, days, on_day, basis, at)
  select x.clock_id, x.id, x.days, x.on_day, x.basis, x.at
  from jsonb_populate_recordset(null::clock_extension, $2::jsonb->'extensions') x),
clock_changes as (
  insert into clock_change (clock_id, revision, cause, cause_id, detail, due_day_before, due_day, calendar_version, at)
  select x.clock_id, x.revision, x.cause, x.cause_id, x.detail, x.due_day_before, x.due_day, x.calendar_version, x.at
  from jsonb_populate_recordset(null::clock_change, $2::jsonb->'changes') x),
clock_rungs as (
  insert into clock_rung (clock_id, level, rung_at, at)
  select x.clock_id, x.level, x.rung_at, x.at from jsonb_populate_recordset(null::clock_rung, $2::jsonb->'rungs') x
  on conflict (clock_id, level, rung_at) do nothing),

-- what each service answered, so that a retry gives the same answer
results as (
  insert into step_result (instance, key, act_id, at, result)
  select $1, x.key, x.act_id, x.at, x.result from jsonb_populate_recordset(null::step_result, $2::jsonb->'results') x),

-- messages of other instances that came too early are tried now
messages_wanted as (
  update follow_up f set try_at = x.now, attempts = 0
  from jsonb_to_recordset($2::jsonb->'messagesWanted') as x(name text, now timestamptz)
  where f.lane = 'message' and f.done_at is null and not f.stopped and f.what ->> 'to' = $1
    and f.what ->> 'name' = x.name and f.try_at > x.now),

-- what follows the step: papers, messages, signals
follow_ups as (
  insert into follow_up (lane, kind, instance, step_key, ref, what, sealed, at, try_at)
  select x.lane, x.kind, $1, x.step_key, x.ref, x.what, x.sealed, x.at, x.try_at
  from jsonb_populate_recordset(null::follow_up, $2::jsonb->'followUps') x
  on conflict (instance, step_key, kind, ref) do nothing)${parts === '' ? '' : `,\n${parts}`}
select 1`
