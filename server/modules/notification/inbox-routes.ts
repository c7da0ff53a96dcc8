import type { Router } from 'express'
import { addDays, startOfDay } from '../../../workflows/clock/day.ts'
import { inboxKinds, inboxLevels } from '../../../workflows/notification/inbox.ts'
import type { InboxKind, InboxLevel } from '../../../workflows/notification/inbox.ts'
import type { AppDeps } from '../../deps.ts'
import { toPage } from '../../paging.ts'
import { listInbox, listTold, markRead, summariseInbox } from '../../records/notification/inbox-list.ts'
import { createRouter, route } from '../../route.ts'
import * as schema from './inbox-schema.ts'

const tags = ['站内消息']

/** One's own inbox: nobody reads another's. Who was told of a record is told to those who supervise it. */
export function createInboxRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  readingRoutes(router, deps)
  markingRoute(router, deps)
  toldRoute(router, deps)
  return router
}

function named<T extends { kind: InboxKind; level: InboxLevel }>(row: T) {
  return { ...row, kindName: inboxKinds[row.kind], levelName: inboxLevels[row.level] }
}

function readingRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/inbox',
    summary: '本人的站内消息，新的在前',
    tags,
    roles: 'staff',
    request: { query: schema.inboxQuery },
    responses: { 200: schema.inboxPage },
    handler: async ({ query, actor }) => {
      const { limit, cursor, from, to, ...filter } = query
      const rows = await listInbox(deps.db, actor.id, {
        ...filter,
        from: from && startOfDay(from),
        to: to && startOfDay(addDays(to, 1)),
        before: cursor?.[0],
        limit: limit + 1,
      })
      const { items, next } = toPage(rows, limit, (row) => [row.id])
      return { rows: items.map(named), next }
    },
  })
  route(router, {
    method: 'get',
    path: '/api/inbox/summary',
    summary: '未读条数和要弹出的消息',
    tags,
    roles: 'staff',
    request: { query: schema.summaryQuery },
    responses: { 200: schema.summaryView },
    handler: async ({ query, actor }) => {
      const asked = { after: query.after, most: schema.mostPopups }
      const { popups, ...summary } = await summariseInbox(deps.db, actor.id, asked)
      return { ...summary, popups: popups.map(named) }
    },
  })
}

function markingRoute(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/inbox/read',
    summary: '标为已读：选中的，或某条及更早的全部',
    tags,
    roles: 'staff',
    request: { body: schema.readBody },
    responses: { 200: schema.readAnswer },
    audit: { action: 'inbox.read', objectType: 'inbox' },
    handler: ({ body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const marked = await markRead(trx, actor.id, body, at)
        await audit(trx, { objectId: actor.username, detail: { marked } })
        return { marked }
      }),
  })
}

function toldRoute(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/inbox/told',
    summary: '辖区内的办理告知了谁、谁何时读过',
    tags,
    roles: ['operator', 'manager'],
    request: { query: schema.toldQuery },
    responses: { 200: schema.toldPage },
    handler: async ({ query, actor }) => {
      const { limit, cursor, ...filter } = query
      const rows = await listTold(deps.db, actor, { ...filter, before: cursor?.[0], limit: limit + 1 })
      const { items, next } = toPage(rows, limit, (row) => [row.id])
      return { rows: items.map(named), next }
    },
  })
}
