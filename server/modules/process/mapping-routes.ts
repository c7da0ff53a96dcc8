import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { createRouter, reply, route } from '../../route.ts'
import * as schema from './mapping-schema.ts'
import { listKinds, mapDefinition, viewMappings } from './mapping-service.ts'

const tags = ['流程']

/** 流程映射: read by those who read definitions, changed by those who publish them. */
export function createMappingRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/definition-mappings',
    summary: '各类业务使用的流程，含历史和将要生效的',
    tags,
    roles: ['administrator', 'operator'],
    responses: { 200: schema.mappingView },
    handler: ({ at }) => viewMappings(deps.db, at),
  })
  route(router, {
    method: 'post',
    path: '/api/definition-mappings',
    summary: '自某一时刻起，此类新的业务使用另一流程；在办的不变',
    tags,
    roles: ['administrator'],
    request: { body: schema.newMapping },
    responses: { 201: schema.addedMapping },
    audit: { action: 'definition-mapping.add', objectType: 'definition-mapping' },
    handler: ({ body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const id = await mapDefinition(trx, body, { name: actor.name, at })
        await audit(trx, { objectId: id, detail: body })
        return reply(201, { id })
      }),
  })
  route(router, {
    method: 'get',
    path: '/api/nouns/:noun/kinds',
    summary: '一类业务的各个类别，含系统管理员新增的',
    tags,
    roles: 'staff',
    request: { params: schema.nounParams },
    responses: { 200: schema.kindList },
    handler: ({ params }) => listKinds(deps.db, params.noun),
  })
  return router
}
