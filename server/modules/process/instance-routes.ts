import type { Router } from 'express'
import { z } from 'zod'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, reply, route } from '../../route.ts'
import { submitAct } from './acts.ts'
import { ledgerView } from './clock-view.ts'
import * as schema from './instance-schema.ts'
import { getSeen, viewInstance } from './instance-view.ts'
import { senderOfActor } from './sender.ts'
import { viewDiagram, viewLedgers, viewTimeline } from './track.ts'

const tags = ['办理']

/** One instance of any noun: where it stands, how it came here, and what people do to it. */
export function createInstanceRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  readRoutes(router, deps)
  actRoute(router, deps)
  return router
}

function readRoutes(router: Router, deps: AppDeps): void {
  const common = { method: 'get', tags, roles: 'staff', request: { params: schema.instanceParams } } as const
  route(router, {
    ...common,
    path: '/api/instances/:id',
    summary: '进行到哪里：时限、在办任务、可办理的操作和不能办理的原因',
    responses: { 200: schema.instanceView },
    handler: ({ params, actor }) => viewInstance(deps, actor, params.id),
  })
  route(router, {
    ...common,
    path: '/api/instances/:id/timeline',
    summary: '全程时间轴',
    responses: { 200: schema.timelineView },
    handler: async ({ params, actor }) =>
      viewTimeline(deps.db, actor, await getSeen(deps.db, actor, params.id)),
  })
  route(router, {
    ...common,
    path: '/api/instances/:id/ledger',
    summary: '时限台账：逐日计数与原因',
    responses: { 200: z.object({ clocks: z.array(ledgerView) }) },
    handler: async ({ params, actor }) => ({
      clocks: await viewLedgers(deps, await getSeen(deps.db, actor, params.id)),
    }),
  })
  route(router, {
    ...common,
    path: '/api/instances/:id/diagram',
    summary: '流程图实时状态，含被调用的流程',
    responses: { 200: schema.diagramView },
    handler: async ({ params, actor }) => viewDiagram(deps, await getSeen(deps.db, actor, params.id)),
  })
}

function actRoute(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/instances/:id/acts',
    summary: '办理：任务的一个结果，或流程等待的一个消息',
    tags,
    roles: ['clerk', 'reviewer', 'head', 'operator', 'manager', 'bureau-staff'],
    request: { params: schema.instanceParams, headers: schema.keyHeader, body: schema.actRequest },
    responses: { 200: schema.actAnswer, 202: schema.savingAnswer },
    audit: {
      action: 'instance.act',
      objectType: ({ params }) => parseInstanceId(params.id).noun,
      objectId: ({ params }) => parseInstanceId(params.id).number,
    },
    handler: async ({ params, headers, body, actor, audit }) => {
      const about = { action: `${parseInstanceId(params.id).noun}.${body.outcome ?? body.message}` }
      const key = headers['idempotency-key']
      let kept = false
      const result = await submitAct(deps, {
        instance: params.id,
        key,
        sender: senderOfActor(actor),
        request: body,
        onKept: async (trx, { actName }) => {
          await audit(trx, { ...about, detail: { act: key, actName } })
          kept = true
        },
      })
      if (!kept) await audit(deps.db, { ...about, detail: { repeated: true } })
      return 'saving' in result ? reply(202, result) : reply(200, result)
    },
  })
}
