/** 站内消息: telling the staff. Called by server and worker, in the transaction of what is told. */
import { groupKey, parseGroupKey } from '../../../workflows/identity/domain.ts'
import type { Side } from '../../../workflows/identity/domain.ts'
import { fillInbox, inboxTemplates } from '../../../workflows/notification/inbox.ts'
import type { InboxLevel, InboxTemplate, InboxVars } from '../../../workflows/notification/inbox.ts'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { notifyAll } from '../../notify.ts'

export interface StaffMessage<T extends InboxTemplate> {
  template: T
  vars: InboxVars<T>
  /** Ids of people; who is disabled by now is not told. */
  users?: readonly (number | string)[]
  /** Keys of groups (`groupKey`, `user:<id>`): everybody who is in one now. */
  groups?: readonly string[]
  /** The template's own unless given. */
  level?: InboxLevel
  popup?: boolean
  /** What it is about; the page it opens follows from it. Otherwise `link`. */
  instance?: string
  link?: string
  /** The occasion. A person is told once for a key, however often a step is done again. */
  key: string
  /** ISO instant of what is told. */
  at: string
}

/** Tells people and groups, each person once for the key; their open pages hear of it. Gives who was told just now. */
export async function tellStaff<T extends InboxTemplate>(
  trx: Db,
  message: StaffMessage<T>,
): Promise<number[]> {
  const { users, groups } = addressees(message)
  if (users.length + groups.length === 0) return []
  const { rows } = await trx.raw<{ rows: { user_id: number }[] }>(tellSql, [
    ...valuesOf(message),
    users,
    groups.map(({ side }) => side),
    groups.map(({ code }) => code),
    groups.map(({ role }) => role),
  ])
  const told = rows.map((row) => row.user_id)
  await notifyAll(
    trx,
    told.map((id) => ({ topic: inboxTopic, id: inboxOf(id) })),
  )
  return told
}

/** Live topic of one's own inbox. */
export const inboxTopic = 'inbox'
export const inboxOf = (userId: number): string => `user:${userId}`

function valuesOf<T extends InboxTemplate>(message: StaffMessage<T>) {
  const { template, vars, key, instance, link, at } = message
  const { kind, level, popup } = inboxTemplates[template]
  const { title, text } = fillInbox(template, vars)
  return [
    key,
    kind,
    message.level ?? level,
    message.popup ?? popup,
    title,
    text,
    instance ?? null,
    link ?? null,
    at,
  ]
}

function addressees({ users = [], groups = [] }: Pick<StaffMessage<InboxTemplate>, 'users' | 'groups'>) {
  const keys = groups.map(parseGroupKey)
  const people = keys.flatMap((key) => ('user' in key ? [key.user] : []))
  return {
    users: [...new Set([...users.map(Number), ...people])],
    groups: keys.flatMap((key) => ('user' in key ? [] : [key])),
  }
}

/** People of the platform's side stand in their district's groups, unless they work at a centre or a bureau. */
const tellSql = `
  insert into inbox_message (user_id, key, kind, level, popup, title, text, instance, link, at)
  select u.id, ?, ?, ?, ?::boolean, ?, ?, ?, ?, ?::timestamptz
  from app_user u
  where u.status = 'active' and (u.id = any(?::bigint[]) or exists (
    select 1 from unnest(?::text[], ?::text[], ?::text[]) as g(side, code, role)
    join user_role r on r.user_id = u.id and r.role = g.role
    where g.code = case g.side
      when 'centre' then u.centre_code
      when 'bureau' then u.bureau_code
      when 'platform' then case when u.centre_code is null and u.bureau_code is null then u.district_code end end))
  order by u.id
  on conflict (user_id, key) do nothing
  returning user_id`

/** Tells the person who holds a task, or is given it now, what somebody did with it. */
export async function tellHolder(
  trx: Db,
  template: 'task-handed-over' | 'task-reminded',
  task: { instance: string; key: string; name: string },
  given: { to: string; by: string; at: string; key: string; note?: string | undefined },
): Promise<number[]> {
  const { instance, key, name } = task
  const row = await trx('task').where({ instance, key }).first('title')
  const { number } = parseInstanceId(instance)
  const vars = { number, title: row?.title ?? '', step: name, by: given.by }
  const to = { users: [given.to], instance, key: given.key, at: given.at }
  if (!given.note) return tellStaff(trx, { template, vars, ...to })
  return tellStaff(trx, { template: 'task-handed-over-noted', vars: { ...vars, note: given.note }, ...to })
}

interface OpenTask {
  claimed_by: string | null
  side: Side
  place: string
}

/** Who answers for what nobody has taken: the head of a place; on the platform's side the managers of the district. */
const headOf = ({ side, place }: OpenTask): string =>
  groupKey(side, place, side === 'platform' ? 'manager' : 'head')

/**
 * Tells those on whom an instance waits of a term: holders of its open tasks; where nobody has taken one and the matter
 * is urgent, the heads of the place. A group is not told of each case it could take: its list and the digest say so.
 */
export async function tellWhoActs<T extends InboxTemplate>(
  trx: Db,
  instance: string,
  message: Omit<StaffMessage<T>, 'users' | 'groups' | 'instance'>,
): Promise<number[]> {
  const tasks: OpenTask[] = await trx('task')
    .where({ instance, status: 'open' })
    .select('claimed_by', 'side', 'place')
  const urgent = message.level === 'red'
  const users = tasks.flatMap(({ claimed_by: holder }) => (holder ? [holder] : []))
  const groups = tasks.flatMap((task) => (task.claimed_by === null && urgent ? [headOf(task)] : []))
  return tellStaff(trx, { ...message, users, groups, instance } as StaffMessage<T>)
}
