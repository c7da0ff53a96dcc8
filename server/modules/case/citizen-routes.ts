import type { Request, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { limitAttempts, senderAddress } from '../../middleware/limit.ts'
import { startCitizenSession } from '../../middleware/session.ts'
import { createRouter, reply, route } from '../../route.ts'
import { normaliseCaseNumber } from '../../../workflows/intake/case-number.ts'
import { citizenLogin, citizenView, withdrawBody } from './citizen-schema.ts'
import { checkSecret, handIn, withdraw } from './citizen-service.ts'
import { viewForApplicant } from './citizen-view.ts'
import { fileBody, materialId } from './material-routes.ts'
import { addOwnFile, removeOwnFile } from './material-service.ts'
import { actAnswer, keyHeader, savingAnswer } from '../process/instance-schema.ts'

const tags = ['申请人']
const subject = { objectType: 'case' } as const

/** The applicant's page: one case, opened by the query secret of its receipt. */
export function createCitizenRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  loginRoute(router, deps)
  route(router, {
    method: 'get',
    path: '/api/citizen/case',
    summary: '申请人查看自己的办件',
    tags,
    roles: 'citizen',
    responses: { 200: citizenView },
    handler: ({ citizen }) => viewForApplicant(deps, citizen.caseNo),
  })
  fileRoutes(router, deps)
  actRoutes(router, deps)
  return router
}

function caseOf(req: Request): string {
  const body = req.body as { caseNo?: unknown } | undefined
  return normaliseCaseNumber(String(body?.caseNo ?? '')).slice(0, 60)
}

/**
 * A secret has 40 bits of chance. One sender's guesses at one case are few; all senders' at one case and one sender's
 * at all cases are more, for many people share one mobile address and nobody may lock an applicant out.
 */
const guesses = () => [
  limitAttempts({ attempts: 5, minutes: 15, key: (req) => `${senderAddress(req)} ${caseOf(req)}` }),
  limitAttempts({ attempts: 50, minutes: 60, key: caseOf }),
  limitAttempts({ attempts: 100, minutes: 15 }),
]

function loginRoute(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/citizen/session',
    summary: '申请人凭办件编号和查询密码登录',
    tags,
    roles: 'public',
    before: guesses(),
    request: { body: citizenLogin },
    responses: { 200: z.object({ csrf: z.string() }) },
    audit: {
      ...subject,
      action: 'citizen-session.start',
      objectId: ({ body }) => normaliseCaseNumber(body.caseNo),
    },
    handler: async ({ req, body, at, audit }) => {
      const caseNo = await checkSecret(deps, body)
      req.citizen = { caseNo }
      await audit(deps.db)
      return { csrf: await startCitizenSession(req, { caseNo }, at) }
    },
  })
}

function fileRoutes(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/citizen/materials/:id/files',
    summary: '申请人为一项材料添加已上传的文件（提交前）',
    tags,
    roles: 'citizen',
    request: { params: z.object({ id: materialId }), body: fileBody },
    responses: { 204: '已添加' },
    audit: { ...subject, action: 'material.add-file' },
    handler: ({ params, body, citizen: { caseNo }, audit }) =>
      addOwnFile(deps, {
        caseNo,
        materialId: params.id,
        fileId: body.fileId,
        onDone: (trx) => audit(trx, { objectId: caseNo, detail: { material: params.id, file: body.fileId } }),
      }),
  })
  route(router, {
    method: 'delete',
    path: '/api/citizen/materials/:id/files/:fileId',
    summary: '申请人删除尚未提交的文件',
    tags,
    roles: 'citizen',
    request: { params: z.object({ id: materialId, fileId: z.uuid() }) },
    responses: { 204: '已删除' },
    audit: { ...subject, action: 'material.remove-file' },
    handler: ({ params: { id, fileId }, citizen: { caseNo }, audit }) =>
      removeOwnFile(deps, {
        caseNo,
        materialId: id,
        fileId,
        onDone: (trx) => audit(trx, { objectId: caseNo, detail: { material: id, file: fileId } }),
      }),
  })
}

function actRoutes(router: Router, deps: AppDeps): void {
  const handedIn = z.object({ complete: z.boolean() })
  route(router, {
    method: 'post',
    path: '/api/citizen/hand-in',
    summary: '申请人提交已上传的补正材料；交齐后办件自动继续',
    tags,
    roles: 'citizen',
    request: { headers: keyHeader },
    responses: { 200: handedIn, 202: handedIn },
    audit: { ...subject, action: 'case.hand-in' },
    handler: async ({ headers, citizen: { caseNo }, audit }) => {
      const key = headers['idempotency-key']
      const act = audited(caseNo, key, audit)
      const { complete, saving } = await handIn(deps, { caseNo, key, onKept: act.onKept })
      await act.repeated(deps)
      return reply(saving ? 202 : 200, { complete })
    },
  })
  route(router, {
    method: 'post',
    path: '/api/citizen/withdraw',
    summary: '申请人撤回申请（作出决定之前）',
    tags,
    roles: 'citizen',
    request: { headers: keyHeader, body: withdrawBody },
    responses: { 200: actAnswer, 202: savingAnswer },
    audit: { ...subject, action: 'case.withdraw' },
    handler: async ({ headers, body, citizen: { caseNo }, audit }) => {
      const key = headers['idempotency-key']
      const act = audited(caseNo, key, audit)
      const result = await withdraw(deps, { caseNo, key, reason: body.reason, onKept: act.onKept })
      await act.repeated(deps)
      return 'saving' in result ? reply(202, result) : reply(200, result)
    },
  })
}

type Audit = (
  trx: AppDeps['db'],
  about: { objectId: string; detail: Record<string, unknown> },
) => Promise<void>

/** The audit row of an act in its transaction, or of its repetition, which writes nothing else. */
function audited(caseNo: string, key: string, audit: Audit) {
  let written = false
  return {
    onKept: async (trx: AppDeps['db']) => {
      await audit(trx, { objectId: caseNo, detail: { act: key } })
      written = true
    },
    repeated: async ({ db }: Pick<AppDeps, 'db'>) => {
      if (!written) await audit(db, { objectId: caseNo, detail: { act: key, repeated: true } })
    },
  }
}
