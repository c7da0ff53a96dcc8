import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { ledgerView } from './clock-view.ts'
import { caseNoParams } from './schema.ts'
import { assertSees } from '../../records/identity/scope.ts'
import { viewDiagram, viewLedgers, viewTimeline } from './track-service.ts'
import { caseView, diagramView, timelineView } from './view-schema.ts'
import { viewCase } from './view-service.ts'

const tags = ['办件']

/** One case as staff see it; what people do to it is in act-routes.ts. */
export function createCaseRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const common = { method: 'get', tags, roles: 'staff', request: { params: caseNoParams } } as const
  route(router, {
    ...common,
    path: '/api/cases/:no',
    summary: '办件：基本信息、时限、材料、在办任务、可办理的操作',
    responses: { 200: caseView },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      return viewCase(deps, actor, params.no)
    },
  })
  route(router, {
    ...common,
    path: '/api/cases/:no/timeline',
    summary: '办件的全程时间轴',
    responses: { 200: timelineView },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      return viewTimeline(deps.db, actor, params.no)
    },
  })
  route(router, {
    ...common,
    path: '/api/cases/:no/ledger',
    summary: '时限台账：逐日计数与原因',
    responses: { 200: z.object({ clocks: z.array(ledgerView) }) },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      return { clocks: await viewLedgers(deps, params.no) }
    },
  })
  route(router, {
    ...common,
    path: '/api/cases/:no/diagram',
    summary: '流程图实时状态',
    responses: { 200: diagramView },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      return viewDiagram(deps, params.no)
    },
  })
  return router
}
