/**
 * An act is done, and where that leaves its instance: one statement, no matter how often it is sent.
 *
 * $1 instance, $2 its number, $3 id of the act, $4 when. `facts` is the noun's own select, as in scene-load.sql.ts.
 */
export const actDone = (facts: string): string => `
with done as (update act set status = 'done', done_at = $4 where id = $3 and status = 'pending')
select json_build_object('revision', i.revision, 'facts', (${facts}))::text as standing
from process_instance i where i.id = $1`
