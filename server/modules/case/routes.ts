import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { caseNoParams } from './schema.ts'
import { caseView } from './view-schema.ts'
import { viewCase } from './view-service.ts'

/** The case's own facts; where it stands and what people do to it: /api/instances. */
export function createCaseRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/cases/:no',
    summary: '办件：基本信息、材料、补正、特别程序、移交',
    tags: ['办件'],
    roles: 'staff',
    request: { params: caseNoParams },
    responses: { 200: caseView },
    handler: ({ params, actor }) => viewCase(deps, actor, params.no),
  })
  return router
}
