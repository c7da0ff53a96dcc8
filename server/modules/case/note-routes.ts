import { randomUUID } from 'node:crypto'
import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { personalOf } from '../../personal.ts'
import type { Personal } from '../../personal.ts'
import { createRouter, route } from '../../route.ts'
import { limits } from '../../../workflows/case/domain.ts'
import { listNotifications } from '../../records/notification/notification.ts'
import { notifyInstance } from '../../records/process/live.ts'
import { caseNoParams } from './schema.ts'
import { assertSees } from '../../records/identity/scope.ts'
import { getCaseRow, timeOf } from './view-service.ts'
import { instanceId } from '../../../workflows/process/domain.ts'

const tags = ['办件']
const noteView = z.object({ id: z.string(), text: z.string(), byName: z.string(), at: z.string() })
const messageView = z.object({
  id: z.string(),
  channel: z.string(),
  template: z.string(),
  text: z.string(),
  status: z.string(),
  sentAt: z.string().nullable(),
})

/** Beside the acts: notes among colleagues, messages sent to the applicant, and personal data in full. */
export function createNoteRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  noteRoutes(router, deps)
  route(router, {
    method: 'get',
    path: '/api/cases/:no/messages',
    summary: '发给申请人的短信',
    tags,
    roles: 'staff',
    request: { params: caseNoParams },
    responses: { 200: z.object({ rows: z.array(messageView) }) },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      const rows = await listNotifications(deps.db, instanceId('case', params.no))
      return { rows: rows.map((row) => ({ ...row, sentAt: row.sentAt ?? null })) }
    },
  })
  unmaskRoute(router, deps)
  return router
}

function noteRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/cases/:no/notes',
    summary: '内部备注',
    tags,
    roles: 'staff',
    request: { params: caseNoParams },
    responses: { 200: z.object({ rows: z.array(noteView) }) },
    handler: async ({ params, actor }) => {
      await assertSees(deps.db, actor, params.no)
      const rows = await deps
        .db('case_note')
        .where({ case_no: params.no })
        .orderBy(['at', 'id'])
        .select('id', 'text', { byName: 'by_name' }, 'at')
      return { rows }
    },
  })
  route(router, {
    method: 'post',
    path: '/api/cases/:no/notes',
    summary: '添加内部备注',
    tags,
    roles: 'staff',
    request: {
      params: caseNoParams,
      body: z.object({ text: z.string().trim().min(1, '请填写备注').max(limits.note) }).strict(),
    },
    responses: { 201: noteView },
    audit: { action: 'case.note', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, body, actor, audit }) => {
      await assertSees(deps.db, actor, params.no)
      const note = {
        id: randomUUID(),
        text: body.text,
        byName: actor.name,
        at: await timeOf(deps, params.no),
      }
      await deps.db.transaction(async (trx) => {
        const { id, text, byName, at } = note
        await trx('case_note').insert({
          id,
          text,
          at,
          case_no: params.no,
          by_id: String(actor.id),
          by_name: byName,
        })
        await audit(trx, { detail: { note: id } })
        await notifyInstance(trx, instanceId('case', params.no), (await getCaseRow(trx, params.no)).revision)
      })
      return note
    },
  })
}

type Row = Record<string, string | null>

/** What stands masked on the case page, and how it is read in full. */
const masked = {
  name: (row: Row, open: Personal['open']) => open(row.applicant_name_enc!),
  documentNo: (row: Row, open: Personal['open']) => open(row.document_no_enc!),
  phone: (row: Row, open: Personal['open']) => open(row.phone_enc!),
  contact: (row: Row, open: Personal['open']) => open(row.contact_enc!),
  agent: (row: Row, open: Personal['open']) => row.agent_enc && agentText(open(row.agent_enc)),
  address: (row: Row, open: Personal['open']) => row.address_enc && open(row.address_enc),
} as const
type MaskedField = keyof typeof masked

function agentText(sealed: string): string {
  const agent = JSON.parse(sealed) as { name: string; documentNo: string; phone: string }
  return `${agent.name}，${agent.documentNo}，${agent.phone}`
}

function unmaskRoute(router: Router, deps: AppDeps): void {
  const field = z.enum(Object.keys(masked) as [MaskedField, ...MaskedField[]])
  route(router, {
    method: 'post',
    path: '/api/cases/:no/unmask',
    summary: '查看完整的个人信息（记入操作记录）',
    tags,
    roles: ['clerk', 'reviewer', 'head', 'bureau-staff', 'operator'],
    request: { params: caseNoParams, body: z.object({ field }).strict() },
    responses: { 200: z.object({ value: z.string() }) },
    audit: { action: 'case.unmask', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, body, actor, audit }) => {
      await assertSees(deps.db, actor, params.no)
      const row = (await getCaseRow(deps.db, params.no)) as Row
      const value = masked[body.field](row, personalOf(deps).open)
      if (!value) throw notFound('该项信息')
      // Written before the value leaves: nobody reads personal data without a trace.
      await audit(deps.db, { detail: { field: body.field } })
      return { value }
    },
  })
}
