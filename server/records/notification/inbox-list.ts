/** Reading the inbox: one's own messages, and, for those who supervise a record, who was told of it and who read when. */
import type { Knex } from 'knex'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { InboxKind, InboxLevel } from '../../../workflows/notification/inbox.ts'
import type { Db } from '../../db.ts'
import { notify } from '../../notify.ts'
import { scopeQuery } from '../identity/scope.ts'
import { inboxOf, inboxTopic } from './inbox.ts'
import { containing } from '../like.ts'

export interface InboxRow {
  id: number
  kind: InboxKind
  level: InboxLevel
  popup: boolean
  title: string
  text: string
  instance: string | null
  link: string | null
  at: string
  readAt: string | null
}

const columns = {
  id: 'm.id',
  kind: 'm.kind',
  level: 'm.level',
  popup: 'm.popup',
  title: 'm.title',
  text: 'm.text',
  instance: 'm.instance',
  link: 'm.link',
  at: 'm.at',
  readAt: 'm.read_at',
}

export interface InboxFilter {
  state: 'unread' | 'read' | 'all'
  /** Part of title or text. */
  q?: string
  kind?: InboxKind
  level?: InboxLevel
  /** Instants; `to` is exclusive. */
  from?: string
  to?: string
  /** Keyset: messages older than this one. */
  before?: number
  limit: number
}

/** One's own messages, newest first (in the order in which they came). */
export async function listInbox(db: Db, userId: number, filter: InboxFilter): Promise<InboxRow[]> {
  const query: Knex.QueryBuilder = db('inbox_message as m').where('m.user_id', userId)
  narrow(query, filter)
  return query.orderBy('m.id', 'desc').limit(filter.limit).select(columns)
}

function narrow(query: Knex.QueryBuilder, { state, q, kind, level, from, to, before }: InboxFilter): void {
  if (state === 'unread') query.whereNull('m.read_at')
  if (state === 'read') query.whereNotNull('m.read_at')
  if (q) {
    const part = containing(q)
    query.where((either) => either.whereILike('m.title', part).orWhereILike('m.text', part))
  }
  if (kind) query.where('m.kind', kind)
  if (level) query.where('m.level', level)
  if (from) query.where('m.at', '>=', from)
  if (to) query.where('m.at', '<', to)
  if (before) query.where('m.id', '<', before)
}

/** The bell counts this far. */
export const mostUnread = 100

export interface InboxSummary {
  unread: number
  /** The newest message there is: what comes next is newer. */
  newest: number
  /** How many unread ones want to be shown over the page and came after `after`; the newest of them. */
  urgent: number
  popups: InboxRow[]
}

/** What bell and popups show, in two statements. */
export async function summariseInbox(
  db: Db,
  userId: number,
  { after, most }: { after: number; most: number },
): Promise<InboxSummary> {
  const mine = () => db('inbox_message as m').where('m.user_id', userId)
  const unread = mine().whereNull('m.read_at').limit(mostUnread).select(db.raw('1'))
  const urgent = mine().whereNull('m.read_at').where('m.id', '>', after).where('m.popup', true)
  const popups = await urgent.clone().orderBy('m.id', 'desc').limit(most).select(columns)
  const row = await db.first({
    unread: db.count('*').from(unread.as('unread')),
    newest: mine().max('m.id'),
    urgent: db.count('*').from(urgent.limit(mostUnread).select(db.raw('1')).as('urgent')),
  })
  const { unread: count, newest, urgent: waiting } = row as Record<keyof InboxSummary, number | null>
  return { unread: Number(count), newest: newest ?? 0, urgent: Number(waiting), popups }
}

/** Marks those of one's own messages that are chosen, or all up to the newest that was seen. Gives how many. */
export async function markRead(
  trx: Db,
  userId: number,
  which: { ids: number[] } | { upTo: number },
  at: string,
): Promise<number> {
  const query = trx('inbox_message').where({ user_id: userId }).whereNull('read_at')
  if ('ids' in which) query.whereIn('id', which.ids)
  else query.where('id', '<=', which.upTo)
  const marked = await query.update({ read_at: at })
  // Bells of one's other windows.
  if (marked > 0) await notify(trx, inboxTopic, inboxOf(userId))
  return marked
}

export interface ToldRow extends Omit<InboxRow, 'instance' | 'link' | 'popup'> {
  instance: string
  userName: string
  userId: number
}

/** Who was told of the records in the reader's area and who read it when, newest first. */
export async function listTold(
  db: Db,
  actor: Actor,
  filter: { instance?: string; state: 'unread' | 'read' | 'all'; before?: number; limit: number },
): Promise<ToldRow[]> {
  const query: Knex.QueryBuilder = db('inbox_message as m')
    .join('process_instance as i', 'i.id', 'm.instance')
    .join('app_user as u', 'u.id', 'm.user_id')
  scopeQuery(query, actor, 'i')
  narrow(query, filter)
  if (filter.instance) query.where('m.instance', filter.instance)
  const { popup: _popup, link: _link, ...shown } = columns
  return query
    .orderBy('m.id', 'desc')
    .limit(filter.limit)
    .select({ ...shown, userName: 'u.name', userId: 'u.id' })
}
