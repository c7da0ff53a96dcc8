/** A ticket as its steps see it: one select by $2, the number; part of the load statement of a step. */
export const ticketFactsSql = `
select jsonb_build_object('number', c.number, 'itemCode', c.item_code, 'status', c.status)
from change_ticket c where c.number = $2`

/** The ticket's own row as a step leaves it. */
export const ticketPartsSql = `
change_ticket_row as (
  update change_ticket c set status = x.status, ended_at = x.ended_at, revision = x.revision, changed_at = x.changed_at
  from jsonb_populate_recordset(null::change_ticket, $2::jsonb->'changeTicket') x where c.number = x.number)`
