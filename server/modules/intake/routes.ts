import type { Router } from 'express'
import { dayOf } from '../../../workflows/clock/day.ts'
import { checkDocument, documentKinds, normaliseDocumentNo } from '../../../workflows/item/identity-number.ts'
import type { AppDeps } from '../../deps.ts'
import { personalOf } from '../../personal.ts'
import { createRouter, reply, route } from '../../route.ts'
import { listDuplicates } from '../../records/intake/intake.ts'
import { listReusable } from '../../records/intake/reuse.ts'
import * as schema from './schema.ts'
import { takeCase } from './service.ts'

const takers = ['clerk', 'head'] as const
const tags = ['收件']

/** Taking an application at the counter. */
export function createIntakeRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  addCheckRoutes(router, deps)
  route(router, {
    method: 'post',
    path: '/api/cases',
    summary: '收件：生成办件编号和查询密码，启动受理流程',
    tags,
    roles: takers,
    request: { headers: schema.idempotencyHeaders, body: schema.intakeBody },
    responses: { 201: schema.receiptView, 202: schema.receiptView },
    audit: { action: 'case.receive', objectType: 'case' },
    handler: async ({ headers, body, actor, at, audit }) => {
      const submission = { key: headers['idempotency-key'], intake: body, actor, at }
      const taken = await takeCase(deps, submission, (trx, { caseNo, repeated }) =>
        audit(trx, { objectId: caseNo, detail: { itemCode: body.itemCode, repeated } }),
      )
      return reply(taken.saved ? 201 : 202, {
        caseNo: taken.caseNo,
        querySecret: taken.querySecret,
        receipt: { paperId: null, papers: `/api/cases/${taken.caseNo}/papers` },
      })
    },
  })
  return router
}

function addCheckRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/intake/check',
    summary: '核对证件号码',
    tags,
    roles: takers,
    request: { query: schema.checkQuery },
    responses: { 200: schema.checkView },
    handler: async ({ query, at }) => {
      const check = checkDocument(query.documentType, query.documentNo, dayOf(at))
      return { ...check, kindName: documentKinds[check.kind] }
    },
  })
  route(router, {
    method: 'get',
    path: '/api/intake/duplicates',
    summary: '同一申请人同一事项未办结的办件',
    tags,
    roles: takers,
    request: { query: schema.duplicateQuery },
    responses: { 200: schema.duplicateList },
    handler: async ({ query, actor }) => {
      const documentNoHash = personalOf(deps).hash(normaliseDocumentNo(query.documentNo))
      return { rows: await listDuplicates(deps.db, { itemCode: query.item, documentNoHash, actor }) }
    },
  })
  route(router, {
    method: 'get',
    path: '/api/intake/reusable-materials',
    summary: '同一申请人已结束办件中可以沿用的材料，新的办件在前',
    tags,
    roles: takers,
    request: { query: schema.reusableQuery },
    responses: { 200: schema.reusableList },
    handler: async ({ query, actor }) => {
      const documentNoHash = personalOf(deps).hash(normaliseDocumentNo(query.documentNo))
      return { rows: await listReusable(deps.db, actor, documentNoHash) }
    },
  })
}
