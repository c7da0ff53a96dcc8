/**
 * Lanes: the open tasks of one step, place, set of roles and status. A group's list walks each of its lanes in the list's own
 * order and merges what it finds, so that a page costs its rows, however many tasks are open.
 */
import type { Knex } from 'knex'
import { isCity, placeOfActor } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { namesOfStatus } from '../../../workflows/nouns.ts'
import type { Db } from '../../db.ts'

export interface LaneFilter {
  noun?: string | undefined
  step?: string | undefined
  status?: string | undefined
  /** What waits for somebody outside, or what does not. */
  waits?: boolean | undefined
}

/**
 * Which lanes there are at the actor's place, found by leaping from one to the next in the small index of lanes. The city's
 * operators see the lanes of all districts.
 */
const leaps = (here: string): string => `
  (select t.place, t.noun, t.roles, t.element, t.status_name, t.lane, t.waits from task t
   where t.status = 'open' and t.side = :side ${here}
   order by t.place, t.noun, t.roles, t.element, t.status_name limit 1)
  union all
  select n.* from lane l cross join lateral (
    select t.place, t.noun, t.roles, t.element, t.status_name, t.lane, t.waits from task t
    where t.status = 'open' and t.side = :side ${here}
      and (t.place, t.noun, t.roles, t.element, t.status_name) > (l.place, l.noun, l.roles, l.element, l.status_name)
    order by t.place, t.noun, t.roles, t.element, t.status_name limit 1) n`

/** Elements of called processes carry the calls in front. */
export const isStep = (element: string): string =>
  `(${element} = :step or right(${element}, :length) = :tail)`

export const stepBindings = (step: string) => ({ step, tail: `/${step}`, length: step.length + 1 })

/** Narrows a lane or a task, whichever `alias` names. */
export function whereLane(
  query: Knex.QueryBuilder,
  alias: 'l' | 't',
  { noun, step, status, waits }: LaneFilter,
): void {
  if (waits !== undefined) query.where(`${alias}.waits`, waits)
  if (noun) query.where(`${alias}.noun`, noun)
  if (step) query.whereRaw(isStep(`${alias}.element`), stepBindings(step))
  if (status) query.whereIn(`${alias}.status_name`, namesOfStatus(status))
}

export const seesAllPlaces = ({ side, districtCode }: Actor): boolean =>
  side === 'platform' && isCity(districtCode)

/**
 * Rows `t` of the actor's lanes.
 * @param walk what is read of one lane `l`, in order and limited; it is already narrowed to the lane
 */
export function fromLanes(
  db: Db,
  actor: Actor,
  filter: LaneFilter,
  walk: (tasks: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder {
  const here = seesAllPlaces(actor) ? '' : 'and t.place = :place'
  const place = placeOfActor(actor) ?? ''
  const lane = db.raw(leaps(here), { side: actor.side, place })
  const tasks = walk(
    db('task as t').where('t.status', 'open').whereRaw('t.lane = l.lane and t.place = l.place').select('t.*'),
  )
  const query: Knex.QueryBuilder = db
    .withRecursive('lane', lane)
    .from('lane as l')
    .joinRaw('cross join lateral (?) as t', [tasks as never])
    .whereRaw(`string_to_array(l.roles, ' ') && ?::text[]`, [actor.roles])
  whereLane(query, 'l', filter)
  return query
}
