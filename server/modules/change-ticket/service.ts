import { changeTicketWords, ticketInstance } from '../../../workflows/change-ticket/domain.ts'
import { dayOf } from '../../../workflows/clock/day.ts'
import { canSeeDistrict } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db, Trx } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { forbidden, invalid, notFound } from '../../errors.ts'
import { toPage } from '../../paging.ts'
import { personalOf } from '../../personal.ts'
import type { Personal } from '../../personal.ts'
import { keysOf, soughtBy } from '../../search.ts'
import { findTicket, insertTicket, listTickets } from '../../records/change-ticket/change-ticket.ts'
import type { TicketFilter, TicketRow } from '../../records/change-ticket/change-ticket.ts'
import { assertSees } from '../../records/identity/scope.ts'
import { findBureau } from '../../records/item/directory.ts'
import { findItem } from '../../records/item/item.ts'
import { openOnce } from '../process/open.ts'
import type { Opened, OpeningRequest } from '../process/open.ts'
import { changeTicketNoun } from './noun.ts'
import type { NewTicketBody, TicketQuery, TicketSought } from './schema.ts'

type Opening = OpeningRequest<NewTicketBody> & { personal: Personal }

/** Within the caller's transaction; the same opening again gives the one it opened. */
export async function openTicket(trx: Trx, request: Opening): Promise<Opened> {
  if (request.actor.side !== 'platform') throw forbidden('只有平台运营人员可以开立变更工单')
  return openOnce(trx, { noun: changeTicketNoun, act: 'open', request }, async () => {
    const record = await insertTicket(trx, await checked(trx, request))
    const { number, title, itemName, bureauName } = record
    const keys = keysOf(request.personal, { number, texts: [title, itemName, bureauName] })
    return { number, record, keys, payload: { itemCode: request.body.itemCode } }
  })
}

async function checked(trx: Trx, { body, actor, at }: Opening) {
  const { bureau: named, ...given } = body
  const item = await findItem(trx, body.itemCode)
  if (!item) throw invalid([{ path: 'body.itemCode', message: '没有这个已发布的事项' }])
  const bureau = await findBureau(trx, named ?? item.bureau)
  if (!bureau || !canSeeDistrict(actor, bureau.district))
    throw invalid([{ path: 'body.bureau', message: '没有这个委办局，或不在您的辖区' }])
  return {
    ...{ ...given, itemName: item.name, bureau: bureau.code, bureauName: bureau.name },
    ...{ district: bureau.district, day: dayOf(at) },
    ...{ openedBy: actor.id, openedByName: actor.name, openedAt: at },
  }
}

export async function pageOfTickets(deps: AppDeps, actor: Actor, query: TicketQuery) {
  const { cursor: after, limit } = query
  const rows = await listTickets(deps.db, actor, ticketsAsked(deps, query), { after, limit: limit + 1 })
  const { items, next } = toPage(rows, limit, (row) => [row.openedAt, row.number])
  return { rows: items.map(viewTicket), next }
}

export function ticketsAsked(deps: AppDeps, { q, status, item, only }: TicketSought): TicketFilter {
  return { status, item, only, sought: q ? soughtBy(personalOf(deps), q) : undefined }
}

/** @throws 404 for one outside the reader's scope, as for one that is not there */
export async function getTicket(db: Db, actor: Actor, number: string) {
  await assertSees(db, actor, ticketInstance(number))
  const row = await findTicket(db, number)
  if (!row) throw notFound(changeTicketWords.name)
  return viewTicket(row)
}

export function viewTicket(row: TicketRow) {
  const { name: statusName, tone } = changeTicketWords.statuses[row.status]
  return { ...row, statusName, tone }
}
