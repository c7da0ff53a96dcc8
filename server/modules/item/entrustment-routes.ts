import type { Router } from 'express'
import { dayOf } from '../../../workflows/clock/day.ts'
import { entrustmentStatus, entrustmentStatuses } from '../../../workflows/item/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { listEntrustments } from '../../records/item/entrustment.ts'
import type { Entrustment } from '../../records/item/entrustment.ts'
import { changeEntrustment, createEntrustment, endEntrustment, visibleTo } from './entrustment-service.ts'
import * as schema from './schema.ts'

const managers = ['administrator', 'operator'] as const

/** Agreements 委托协议: who entrusts which centre with what, until when. Every change is audited with before and after. */
export function createEntrustmentRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const tags = ['委托协议']
  route(router, {
    method: 'get',
    path: '/api/entrustments',
    summary: '委托协议，期限新的在前',
    tags,
    roles: 'staff',
    responses: { 200: schema.entrustmentList },
    handler: async ({ actor, at }) => {
      const rows = await listEntrustments(deps.db, visibleTo(actor))
      return { rows: rows.map((row) => toView(row, at)) }
    },
  })
  route(router, {
    method: 'post',
    path: '/api/entrustments',
    summary: '签订委托协议',
    tags,
    roles: managers,
    request: { body: schema.entrustmentBody },
    responses: { 201: schema.entrustmentView },
    audit: { action: 'entrustment.create', objectType: 'entrustment' },
    handler: ({ body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const created = await createEntrustment(trx, body, { actor, at })
        await audit(trx, { objectId: created.id, detail: { after: created } })
        return toView(created, at)
      }),
  })
  route(router, {
    method: 'put',
    path: '/api/entrustments/:id',
    summary: '修改委托协议',
    tags,
    roles: managers,
    request: { params: schema.entrustmentParams, body: schema.entrustmentChangeBody },
    responses: { 200: schema.entrustmentView },
    audit: { action: 'entrustment.change', objectType: 'entrustment', objectId: ({ params }) => params.id },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const { before, after } = await changeEntrustment(trx, params.id, body, { actor, at })
        await audit(trx, { detail: { before, after } })
        return toView(after, at)
      }),
  })
  route(router, {
    method: 'post',
    path: '/api/entrustments/:id/end',
    summary: '终止委托协议：自今日起不再据此收件，已收办件继续办理',
    tags,
    roles: managers,
    request: { params: schema.entrustmentParams, body: schema.endBody },
    responses: { 200: schema.entrustmentView },
    audit: { action: 'entrustment.end', objectType: 'entrustment', objectId: ({ params }) => params.id },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const ended = await endEntrustment(trx, params.id, body.reason, { actor, at })
        await audit(trx, { detail: { endedOn: ended.endedOn, reason: body.reason } })
        return toView(ended, at)
      }),
  })
  return router
}

function toView(entrustment: Entrustment, at: string) {
  const status = entrustmentStatus(entrustment, dayOf(at))
  return { ...entrustment, status, statusName: entrustmentStatuses[status] }
}
