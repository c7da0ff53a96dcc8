import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { toPage } from '../../paging.ts'
import { createRouter, route } from '../../route.ts'
import { listAudit } from '../../records/audit/audit.ts'
import { auditTools } from './list.ts'
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
      const rows = await listAudit(deps.db, filter, { before: after?.[0], limit: limit + 1 })
      return toPage(rows, limit, (row) => [row.id])
    },
  })
  auditTools(router, deps)
  return router
}
