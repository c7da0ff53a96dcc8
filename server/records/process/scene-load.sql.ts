import { spokenInPanel } from './task.sql.ts'
import { calendarId, clockWithCauses } from '../clock/clock.sql.ts'

/**
 * What an act or a page is judged by, all of it, as one JSON: one statement; for an act, after its instance's lock.
 *
 * $1 instance, $2 its number, $3 id of the act that is to be kept ('' for a page), $4 side, $5 place, $6 roles and $7 id of
 * whoever asks. `facts` is the noun's own select (e.g. records/case/scene.sql.ts): one JSON by $2.
 */
export const sceneLoad = (facts: string): string => `
select json_build_object(
  'instance', (select to_jsonb(i) from process_instance i where i.id = $1),

  -- what the noun adds
  'facts', (${facts}),

  -- the same request sent before
  'known', (select to_jsonb(a) from act a where a.id = $3),

  -- acts that were kept and are not carried out, in order
  'pending', (
    select coalesce(json_agg(json_build_object('id', a.id, 'task', a.task, 'act', a.act, 'actName', a.act_name,
      'actorName', a.actor_name, 'receivedAt', a.received_at) order by a.seq), '[]')
    from act a where a.instance = $1 and a.status = 'pending'),

  'tasks', (
    select coalesce(json_agg(json_build_object('instance', t.instance, 'key', t.key, 'element', t.element,
      'name', t.name, 'roles', t.roles, 'side', t.side, 'place', t.place, 'candidate', t.candidate, 'spoken', ${spokenInPanel}, 'item', t.item,
      'form', t.form, 'clock', t.clock, 'claimedBy', t.claimed_by, 'claimedName', t.claimed_name,
      'openedAt', t.opened_at) order by t.opened_at, t.key), '[]')
    from task t where t.instance = $1 and t.status = 'open'),

  -- whether one of its tasks is or was drawn for the place of whoever asks, though the instance is another's
  'asked', exists (
    select from task t where t.instance = $1 and t.side = $4 and t.place = $5
      and string_to_array(t.roles, ' ') && $6::text[] and (t.candidate is null or t.candidate = $7)),

  'clocks', (
    select coalesce(json_agg(${clockWithCauses} order by k.start_day, k.kind, k.ref, k.n), '[]')
    from clock k where k.instance = $1),

  -- steps that stopped
  'incidents', (
    select coalesce(json_agg(json_build_object('element', n.element, 'code', n.code, 'message', n.message, 'at', n.at)
      order by n.at), '[]')
    from incident n where n.instance = $1 and n.status = 'open'),

  -- the calendar in force; its days are kept in the process
  'calendarId', ${calendarId}
)::text as scene`
