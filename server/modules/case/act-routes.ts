import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { createRouter, reply, route } from '../../route.ts'
import { submitAct, senderOfActor } from './act-service.ts'
import { actAnswer, actRequest, caseNoParams, idempotencyKey, savingAnswer } from './schema.ts'
import { assertSees } from '../../records/identity/scope.ts'

/** What people do to a case. */
export function createCaseActRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'post',
    path: '/api/cases/:no/acts',
    summary: '办理：受理、补正、审查、决定、送达、结束办件等',
    tags: ['办件'],
    roles: ['clerk', 'reviewer', 'head', 'operator', 'bureau-staff'],
    request: {
      params: caseNoParams,
      headers: z.object({ 'idempotency-key': idempotencyKey }),
      body: actRequest,
    },
    responses: { 200: actAnswer, 202: savingAnswer },
    audit: { action: 'case.act', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, headers, body, actor, audit }) => {
      await assertSees(deps.db, actor, params.no)
      let audited = false
      const result = await submitAct(deps, {
        caseNo: params.no,
        key: headers['idempotency-key'],
        sender: senderOfActor(actor),
        request: body,
        onKept: async (trx) => {
          await audit(trx, { action: `case.${body.act}`, detail: { act: headers['idempotency-key'] } })
          audited = true
        },
      })
      if (!audited) await audit(deps.db, { action: `case.${body.act}`, detail: { repeated: true } })
      return 'saving' in result ? reply(202, result) : reply(200, result)
    },
  })
  return router
}
