import type { Router } from 'express'
import { z } from 'zod'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { toPage } from '../../paging.ts'
import { createRouter, route } from '../../route.ts'
import { listAudit } from '../../records/audit/audit.ts'
import { listFilesOf } from '../../records/file/file.ts'
import { listNotifications } from '../../records/notification/notification.ts'
import { timeOf } from '../../records/process/instance.ts'
import { notifyInstance } from '../../records/process/live.ts'
import { addNote, listNotes } from '../../records/process/note.ts'
import { auditPage, instanceAuditQuery } from '../audit/schema.ts'
import { paperList } from '../paper/schema.ts'
import { listPapers } from '../paper/service.ts'
import * as schema from './instance-schema.ts'
import { getSeen } from './instance-view.ts'

const tags = ['办理']
const request = { params: schema.instanceParams }
const common = { method: 'get', tags, roles: 'staff', request } as const

/** What lies beside the acts of an instance: papers, messages, files, notes among colleagues, and who looked at it. */
export function createBesideRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  paperRoutes(router, deps)
  noteRoutes(router, deps)
  auditRoute(router, deps)
  return router
}

function paperRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    ...common,
    path: '/api/instances/:id/papers',
    summary: '文书，旧的在前',
    responses: { 200: paperList },
    handler: async ({ viewer, params }) => ({ rows: await listPapers(deps, viewer, params.id) }),
  })
  route(router, {
    ...common,
    path: '/api/instances/:id/messages',
    summary: '发出的短信',
    responses: { 200: z.object({ rows: z.array(schema.messageView) }) },
    handler: async ({ params, actor }) => {
      const { id } = await getSeen(deps.db, actor, params.id)
      const rows = await listNotifications(deps.db, id)
      return { rows: rows.map((row) => ({ ...row, sentAt: row.sentAt ?? null })) }
    },
  })
  route(router, {
    ...common,
    path: '/api/instances/:id/files',
    summary: '随办理上传的文件',
    responses: { 200: z.object({ rows: z.array(schema.fileView) }) },
    handler: async ({ params, actor }) => {
      const { id } = await getSeen(deps.db, actor, params.id)
      return { rows: await listFilesOf(deps.db, id) }
    },
  })
}

function noteRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    ...common,
    path: '/api/instances/:id/notes',
    summary: '内部备注',
    responses: { 200: z.object({ rows: z.array(schema.noteView) }) },
    handler: async ({ params, actor }) => {
      const { id } = await getSeen(deps.db, actor, params.id)
      return { rows: await listNotes(deps.db, id) }
    },
  })
  route(router, {
    method: 'post',
    path: '/api/instances/:id/notes',
    summary: '添加内部备注',
    tags,
    roles: 'staff',
    request: { ...request, body: schema.noteBody },
    responses: { 201: schema.noteView },
    audit: {
      action: 'instance.note',
      objectType: ({ params }) => parseInstanceId(params.id).noun,
      objectId: ({ params }) => parseInstanceId(params.id).number,
    },
    handler: async ({ params, body, actor, audit }) => {
      const instance = await getSeen(deps.db, actor, params.id)
      return deps.db.transaction(async (trx) => {
        const at = timeOf(deps.now(), instance)
        const note = await addNote(trx, { instance: instance.id, text: body.text, by: actor, at })
        await audit(trx, { action: `${instance.noun}.note`, detail: { note: note.id } })
        await notifyInstance(trx, instance.id, instance.revision)
        return note
      })
    },
  })
}

function auditRoute(router: Router, deps: AppDeps): void {
  route(router, {
    ...common,
    path: '/api/instances/:id/audit',
    summary: '操作记录，新的在前',
    request: { ...request, query: instanceAuditQuery },
    responses: { 200: auditPage },
    handler: async ({ params, query, actor }) => {
      const { noun, number } = await getSeen(deps.db, actor, params.id)
      const page = { before: query.after?.[0], limit: query.limit + 1 }
      const rows = await listAudit(deps.db, { objectType: noun, objectId: number }, page)
      return toPage(rows, query.limit, (row) => [row.id])
    },
  })
}
