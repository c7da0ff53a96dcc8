import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { conflict, forbidden, notFound } from '../../errors.ts'
import { personalOf } from '../../personal.ts'
import { createRouter, route } from '../../route.ts'
import { countDrafts, deleteDraft, listDrafts, mostDrafts, saveDraft } from '../../records/intake/draft.ts'
import * as schema from './schema.ts'

const takers = ['clerk', 'head'] as const

/** A clerk's own unfinished intakes. */
export function createDraftRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const tags = ['收件']
  const object = {
    objectType: 'intake-draft',
    objectId: ({ params }: { params: { id: string } }) => params.id,
  }
  route(router, {
    method: 'get',
    path: '/api/drafts',
    summary: '我的收件草稿，新的在前',
    tags,
    roles: takers,
    responses: { 200: schema.draftList },
    handler: async ({ actor }) => ({ rows: await listDrafts(deps.db, personalOf(deps), actor.id) }),
  })
  route(router, {
    method: 'put',
    path: '/api/drafts/:id',
    summary: '保存收件草稿',
    tags,
    roles: takers,
    request: { params: schema.draftParams, body: schema.draftBody },
    responses: { 204: '已保存' },
    audit: { action: 'intake-draft.save', ...object },
    handler: async ({ params, body, actor, at, audit }) => {
      const { centreCode } = actor
      if (!centreCode) throw forbidden('只有政务服务中心的窗口人员可以收件')
      await deps.db.transaction(async (trx) => {
        if ((await countDrafts(trx, actor.id, params.id)) >= mostDrafts)
          throw conflict('too-many-drafts', `草稿最多 ${mostDrafts} 份，请先删除不用的`)
        const draft = { ...body, id: params.id, userId: actor.id, centre: centreCode, at }
        if (!(await saveDraft(trx, personalOf(deps), draft))) throw notFound('草稿')
        await audit(trx)
      })
    },
  })
  route(router, {
    method: 'delete',
    path: '/api/drafts/:id',
    summary: '删除收件草稿',
    tags,
    roles: takers,
    request: { params: schema.draftParams },
    responses: { 204: '已删除' },
    audit: { action: 'intake-draft.delete', ...object },
    handler: ({ params, actor, audit }) =>
      deps.db.transaction(async (trx) => {
        if (!(await deleteDraft(trx, actor.id, params.id))) throw notFound('草稿')
        await audit(trx)
      }),
  })
  return router
}
