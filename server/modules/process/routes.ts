import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { createRouter, reply, route } from '../../route.ts'
import { findDefinitionFile, listDefinitions } from '../../records/process/definition.ts'
import { recordRetry } from '../../records/process/incident.ts'
import { addDrafts } from './draft-routes.ts'
import { publishDefinition } from './publish.ts'
import * as schema from './schema.ts'
import { checkDefinition, getDefinition, pageOfIncidents, retryIncident } from './service.ts'

const tags = ['流程']
const roles = ['administrator', 'operator'] as const

/** Definitions with their numbers, publishing, and the steps that stopped. */
export function createProcessRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  // Before `/processes/:key`: the vocabulary is no definition.
  addDrafts(router, deps)
  addReading(router, deps)
  addPublishing(router, deps)
  addIncidents(router, deps)
  return router
}

function addReading(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/processes',
    summary: '流程定义：最新版本、在办件数和异常',
    tags,
    roles,
    responses: { 200: schema.definitionList },
    handler: async () => ({ rows: await listDefinitions(deps.db) }),
  })
  route(router, {
    method: 'get',
    path: '/api/processes/:key',
    summary: '一个流程的图、各元素上的件数和全部版本',
    tags,
    roles,
    request: { params: schema.processParams, query: schema.processQuery },
    responses: { 200: schema.definitionView },
    handler: ({ params, query }) => getDefinition(deps.db, params.key, query.version),
  })
  route(router, {
    method: 'get',
    path: '/api/processes/:key/bpmn',
    summary: '下载一个版本的 BPMN 文件',
    tags,
    roles,
    request: { params: schema.processParams, query: schema.processQuery },
    responses: { 200: 'BPMN 2.0 文件' },
    handler: async ({ params, query, res }) => {
      const file = await findDefinitionFile(deps.db, params.key, query.version)
      if (!file) throw notFound('流程定义')
      res.attachment(`${file.key}-v${file.version}.bpmn`).type('application/xml').send(file.bpmn)
    },
  })
}

function addPublishing(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/processes/check',
    summary: '检查一个 BPMN 文件能否发布（不发布）',
    tags,
    roles,
    request: { body: schema.checkBody },
    responses: { 200: schema.checkView },
    audit: { action: 'process.check', objectType: 'process' },
    handler: async ({ body, audit }) => {
      const answer = await checkDefinition(deps.db, body.bpmn)
      await audit(deps.db, { detail: { problems: answer.problems.length } })
      return answer
    },
  })
  route(router, {
    method: 'post',
    path: '/api/processes',
    summary: '发布流程定义的新版本；在办的办件仍按原版本',
    tags,
    roles: ['administrator'],
    request: { body: schema.publishBody },
    responses: { 201: schema.publishedView, 200: schema.publishedView },
    audit: { action: 'process.publish', objectType: 'process' },
    handler: ({ body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const { bpmn, ...asked } = body
        const how = { ...asked, by: actor.name, at }
        const { id, key, version, hash, calls, unchanged } = await publishDefinition(trx, bpmn, how)
        await audit(trx, { objectId: id, detail: { hash, calls, unchanged } })
        return reply(unchanged ? 200 : 201, { key, version, unchanged })
      }),
  })
}

function addIncidents(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/incidents',
    summary: '未排除的流程异常，新的在前',
    tags,
    roles,
    request: { query: schema.incidentQuery },
    responses: { 200: schema.incidentPage },
    handler: ({ query, actor }) => pageOfIncidents(deps.db, actor, query),
  })
  route(router, {
    method: 'post',
    path: '/api/incidents/:instance/:key/retry',
    summary: '排除原因后重新执行停下的步骤',
    tags,
    roles,
    request: { params: schema.incidentParams },
    responses: { 200: schema.retriedView },
    audit: {
      action: 'incident.retry',
      objectType: 'process-instance',
      objectId: ({ params }) => params.instance,
    },
    handler: async ({ params, actor, at, audit }) => {
      const retried = await retryIncident(deps, actor, params)
      await deps.db.transaction(async (trx) => {
        await recordRetry(trx, retried, { name: actor.name, at })
        await audit(trx, { detail: { step: params.key } })
      })
      return params
    },
  })
}
