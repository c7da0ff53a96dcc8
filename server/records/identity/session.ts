/** What a request begins with: its session, and the person behind it as they are now, in one statement. */
import type pg from 'pg'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { toActor } from './identity.ts'
import type { UserRow } from './identity.ts'

export interface ReadSession {
  /** As express-session keeps it. */
  sess: object
  /** When it ends if nobody uses it, ms. */
  endsAt: number
  /** Undefined once disabled or gone, and for an applicant. */
  actor: Actor | undefined
}

const byId = {
  name: 'session-and-actor',
  text: `
select s.sess, extract(epoch from s.expire) * 1000 as ends_at, (
  select json_build_object('id', u.id, 'username', u.username, 'name', u.name, 'districtCode', u.district_code,
    'centreCode', u.centre_code, 'bureauCode', u.bureau_code,
    'roles', array(select r.role from user_role r where r.user_id = u.id order by r.role))
  from app_user u where u.id = (s.sess ->> 'userId')::bigint and u.status = 'active') as person
from session s where s.sid = $1 and s.expire >= to_timestamp($2)`,
}

/** Undefined when there is none, or when it is over. */
export async function readSession(
  pool: pg.Pool,
  sid: string,
  nowMs: number,
): Promise<ReadSession | undefined> {
  const { rows } = await pool.query<{ sess: object; ends_at: string; person: UserRow | null }>({
    ...byId,
    values: [sid, nowMs / 1_000],
  })
  const row = rows[0]
  return (
    row && {
      sess: row.sess,
      endsAt: Number(row.ends_at),
      actor: row.person ? toActor(row.person) : undefined,
    }
  )
}
