import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { toPage } from '../../paging.ts'
import { createRouter, route } from '../../route.ts'
import { listAudit } from '../../records/audit/audit.ts'
import * as schema from './schema.ts'

export function createAuditRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const tags = ['审计']
  route(router, {
    method: 'get',
    path: '/api/audit',
    summary: '审计记录，新的在前',
    tags,
    roles: ['administrator'],
    request: { query: schema.auditQuery },
    responses: { 200: schema.auditPage },
    handler: async ({ query }) => {
      const { limit, after, ...filter } = query
      const rows = await listAudit(deps.db, { ...filter, before: after?.[0], limit: limit + 1 })
      return toPage(rows, limit, (row) => [row.id])
    },
  })
  route(router, {
    method: 'get',
    path: '/api/audit/cases/:caseNo',
    summary: '一个办件的审计记录，新的在前',
    tags,
    roles: 'staff',
    request: { params: schema.caseAuditParams, query: schema.caseAuditQuery },
    responses: { 200: schema.auditPage },
    handler: async ({ params, query, actor }) => {
      if (!(await deps.scope.canSeeCase(deps, actor, params.caseNo))) throw notFound('办件')
      const filter = { objectType: 'case', objectId: params.caseNo, before: query.after?.[0] }
      const rows = await listAudit(deps.db, { ...filter, limit: query.limit + 1 })
      return toPage(rows, query.limit, (row) => [row.id])
    },
  })
  return router
}
