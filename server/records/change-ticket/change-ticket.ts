/** Change tickets: one row each, opened by an operator, moved by the steps of its process. */
import type { Knex } from 'knex'
import { ticketNumber } from '../../../workflows/change-ticket/domain.ts'
import type { TicketStatus } from '../../../workflows/change-ticket/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db, Trx } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import { nextOfDay } from '../sequence.ts'
import type { Sought } from '../../search.ts'
import { countRows } from '../count.ts'
import { whereFound } from '../worklist/search.ts'

const columns = {
  ...{ number: 'c.number', kind: 'c.kind', title: 'c.title', content: 'c.content', status: 'c.status' },
  ...{ district: 'c.district', centre: 'c.centre', bureau: 'c.bureau', bureauName: 'c.bureau_name' },
  ...{ itemCode: 'c.item_code', itemName: 'c.item_name', openedByName: 'c.opened_by_name' },
  ...{ openedAt: 'c.opened_at', endedAt: 'c.ended_at' },
}

export type TicketRow = Record<Exclude<keyof typeof columns, 'status' | 'endedAt'>, string> & {
  status: TicketStatus
  endedAt: string | null
}

export type NewTicket = Omit<TicketRow, 'number' | 'status' | 'centre' | 'endedAt'> & {
  day: string
  openedBy: number
}

/** Takes the next number of the day. */
export async function insertTicket(trx: Trx, ticket: NewTicket): Promise<TicketRow> {
  const n = await nextOfDay(trx, 'change_ticket', ticket.day)
  const number = ticketNumber(ticket.day, n)
  const { day, kind, title, content, district, bureau } = ticket
  const row = {
    ...{ number, day, n, kind, title, content, district, bureau, status: 'received' },
    ...{ item_code: ticket.itemCode, item_name: ticket.itemName, bureau_name: ticket.bureauName },
    ...{ opened_by: ticket.openedBy, opened_by_name: ticket.openedByName },
    ...{ opened_at: ticket.openedAt, changed_at: ticket.openedAt },
  }
  await trx('change_ticket').insert(row)
  return { ...ticket, number, centre: '', status: 'received', endedAt: null }
}

export async function findTicket(db: Db, number: string): Promise<TicketRow | undefined> {
  return db('change_ticket as c').where({ number }).first(columns)
}

export type TicketFilter = { [F in 'status' | 'item']?: string | undefined } & {
  sought?: Sought | undefined
  only?: readonly string[] | undefined
}
export type TicketKey = [at: string, number: string]

/** Newest first, within the reader's scope. */
export async function listTickets(
  db: Db,
  actor: Actor,
  filter: TicketFilter,
  { after, limit }: { after?: TicketKey | undefined; limit: number },
): Promise<TicketRow[]> {
  const query = ticketsIn(db, actor, filter)
  if (after) query.whereRaw('(c.opened_at, c.number) < (?::timestamptz, ?)', after)
  return query.orderByRaw('c.opened_at desc, c.number desc').limit(limit).select(columns)
}

export const countTickets = (db: Db, actor: Actor, filter: TicketFilter, most: number): Promise<number> =>
  countRows(db, ticketsIn(db, actor, filter), most)

function ticketsIn(db: Db, actor: Actor, { sought, status, item, only }: TicketFilter): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('change_ticket as c')
  scopeQuery(query, actor, 'c')
  if (sought) whereFound(query, `e.number = c.number and e.noun = 'change-ticket'`, sought)
  if (status) query.where('c.status', status)
  if (item) query.where('c.item_code', item)
  if (only) query.whereIn('c.number', only)
  return query
}
