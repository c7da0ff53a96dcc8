import type { Router } from 'express'
import { changeTicketWords, ticketInstance } from '../../../workflows/change-ticket/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { personalOf } from '../../personal.ts'
import { createRouter, reply, route } from '../../route.ts'
import { keyHeader } from '../process/instance-schema.ts'
import { startOpened } from '../process/open.ts'
import { ticketTools } from './list.ts'
import * as schema from './schema.ts'
import { getTicket, openTicket, pageOfTickets } from './service.ts'

const tags = ['变更工单']

/** Opening, listing and reading tickets; what is done to one goes by /api/instances. */
export function createChangeTicketRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'post',
    path: '/api/change-tickets',
    summary: '开立事项变更工单，启动处理流程',
    tags,
    roles: ['operator'],
    request: { headers: keyHeader, body: schema.newTicket },
    responses: { 201: schema.openedView, 202: schema.openedView },
    audit: { action: 'change-ticket.open', objectType: changeTicketWords.key },
    handler: ({ headers, body, actor, at, audit }) =>
      deps.acts.through(async () => {
        const key = headers['idempotency-key']
        const { number, openedAt } = await deps.pools.acts.transaction(async (trx) => {
          const opened = await openTicket(trx, { key, body, personal: personalOf(deps), actor, at })
          const detail = { itemCode: body.itemCode, repeated: opened.repeated }
          await audit(trx, { objectId: opened.number, detail })
          return opened
        })
        const instance = ticketInstance(number)
        const saved = await startOpened(deps, { instance, actId: key, at: openedAt })
        return reply(saved ? 201 : 202, { number, instance })
      }),
  })
  route(router, {
    method: 'get',
    path: '/api/change-tickets',
    summary: '变更工单，新开立的在前',
    tags,
    roles: 'staff',
    request: { query: schema.ticketQuery },
    responses: { 200: schema.ticketPage },
    handler: ({ query, actor }) => pageOfTickets(deps, actor, query),
  })
  ticketTools(router, deps)
  route(router, {
    method: 'get',
    path: '/api/change-tickets/:number',
    summary: '一张变更工单',
    tags,
    roles: 'staff',
    request: { params: schema.ticketParams },
    responses: { 200: schema.ticketView },
    handler: ({ params, actor }) => getTicket(deps.db, actor, params.number),
  })
  return router
}
