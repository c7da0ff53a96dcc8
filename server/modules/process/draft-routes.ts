import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { findDraft, listDrafts } from '../../records/process/draft.ts'
import { reply, route } from '../../route.ts'
import { listDefinitions } from '../../records/process/definition.ts'
import * as schema from './draft-schema.ts'
import { beginDraft, dropDraft, publishDraft, saveDraft, viewDraft } from './draft-service.ts'
import { publishedView } from './schema.ts'
import { checkDefinition } from './service.ts'
import { vocabularyWith } from './vocabulary-words.ts'

const tags = ['流程设计']
/** Who may look at definitions may look at what will become of them; drawing is part of publishing. */
const readers = ['administrator', 'operator'] as const
const drawers = ['administrator'] as const
const object = {
  objectType: 'process-draft',
  objectId: ({ params }: { params: { id: string } }) => params.id,
}

/** Drawings that are being changed, and the words they are drawn with. */
export function addDrafts(router: Router, deps: AppDeps): void {
  addReading(router, deps)
  addBeginning(router, deps)
  addSaving(router, deps)
  addPublishing(router, deps)
}

function addReading(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/processes/vocabulary',
    summary: '流程图中可以使用的角色、时限、服务、表单和可调用的流程',
    tags,
    roles: readers,
    responses: { 200: schema.vocabularyView },
    handler: async () => vocabularyWith(await listDefinitions(deps.db)),
  })
  route(router, {
    method: 'get',
    path: '/api/process-drafts',
    summary: '流程草稿，最近修改的在前',
    tags,
    roles: readers,
    responses: { 200: schema.draftList },
    handler: async () => ({ rows: await listDrafts(deps.db) }),
  })
  route(router, {
    method: 'get',
    path: '/api/process-drafts/:id',
    summary: '一份草稿的图和检查结果',
    tags,
    roles: readers,
    request: { params: schema.draftParams },
    responses: { 200: schema.draftView },
    handler: ({ params }) => viewDraft(deps.db, params.id),
  })
  route(router, {
    method: 'get',
    path: '/api/process-drafts/:id/bpmn',
    summary: '下载草稿的 BPMN 文件',
    tags,
    roles: readers,
    request: { params: schema.draftParams },
    responses: { 200: 'BPMN 2.0 文件' },
    handler: async ({ params, res }) => {
      const draft = await findDraft(deps.db, params.id)
      if (!draft) throw notFound('草稿')
      res.attachment(`${draft.key}-draft.bpmn`).type('application/xml').send(draft.bpmn)
    },
  })
}

function addBeginning(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/process-drafts',
    summary: '新建草稿：空白、由已发布的版本或由文件',
    tags,
    roles: drawers,
    request: { body: schema.draftStart },
    responses: { 201: schema.draftBegun },
    audit: { action: 'process-draft.create', objectType: 'process-draft' },
    handler: ({ body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const { id, key, basedOn } = await beginDraft(trx, body, { by: actor.name, at })
        await audit(trx, { objectId: id, detail: { key, from: body.from, basedOn } })
        return { id, key }
      }),
  })
  route(router, {
    method: 'delete',
    path: '/api/process-drafts/:id',
    summary: '删除草稿',
    tags,
    roles: drawers,
    request: { params: schema.draftParams },
    responses: { 204: '已删除' },
    audit: { action: 'process-draft.delete', ...object },
    handler: ({ params, audit }) =>
      deps.db.transaction(async (trx) => {
        await dropDraft(trx, params.id)
        await audit(trx)
      }),
  })
}

function addSaving(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'put',
    path: '/api/process-drafts/:id',
    summary: '保存草稿，答复其中的问题；草稿可以有问题，发布不可以',
    tags,
    roles: drawers,
    request: { params: schema.draftParams, body: schema.draftBody },
    responses: { 200: schema.draftSaved },
    audit: { action: 'process-draft.save', ...object },
    handler: async ({ params, body, actor, at, audit }) => {
      const { revision } = await deps.db.transaction(async (trx) => {
        const saved = await saveDraft(trx, { ...params, ...body }, { by: actor.name, at })
        await audit(trx, { detail: saved })
        return saved
      })
      return { revision, changedAt: at, ...(await checkDefinition(deps.db, body.bpmn)) }
    },
  })
}

function addPublishing(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/process-drafts/:id/publish',
    summary: '把草稿发布为新版本；发布后草稿不再保留',
    tags,
    roles: drawers,
    request: { params: schema.draftParams, body: schema.draftPublishBody },
    responses: { 201: publishedView, 200: publishedView },
    audit: { action: 'process.publish', objectType: 'process' },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const published = await publishDraft(trx, params.id, { ...body, by: actor.name, at })
        const { id, key, version, hash, calls, unchanged } = published
        await audit(trx, { objectId: id, detail: { hash, calls, unchanged, draft: params.id } })
        return reply(unchanged ? 200 : 201, { key, version, unchanged })
      }),
  })
}
