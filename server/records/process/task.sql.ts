/**
 * Who has spoken in the panel of task `t`, by id: acts that are kept count, carried out or not.
 */
export const spokenInPanel = `(
  select coalesce(json_agg(distinct a.actor_id), '[]')
  from task o join act a on a.instance = o.instance and a.task = o.key and a.status in ('pending', 'done')
  where o.instance = t.instance and o.panel = t.panel)`

/** Who holds another task of the panel of task `t`, by id. */
export const heldInPanel = `(
  select coalesce(json_agg(distinct o.claimed_by), '[]') from task o
  where o.instance = t.instance and o.panel = t.panel and o.key <> t.key and o.status = 'open'
    and o.claimed_by is not null)`
