/** A ticket as its pages and acts are judged by: one select by $2, the number; part of scene-load.sql.ts. */
export const ticketSceneSql = `
select jsonb_build_object('number', c.number, 'kind', c.kind, 'title', c.title, 'content', c.content,
  'status', c.status, 'district', c.district, 'centre', c.centre, 'bureau', c.bureau, 'bureauName', c.bureau_name,
  'itemCode', c.item_code, 'itemName', c.item_name, 'openedByName', c.opened_by_name, 'openedAt', c.opened_at,
  'endedAt', c.ended_at)
from change_ticket c where c.number = $2`
