import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { takeAtCounter } from './material-service.ts'
import { caseNoParams } from './schema.ts'
import { assertSees } from './scope.ts'

export const materialId = z.string().min(1).max(40)
export const fileBody = z.object({ fileId: z.uuid() }).strict()

/** What an applicant brings to the counter after a notice of 补正. */
export function createMaterialRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'post',
    path: '/api/cases/:no/materials/:id/files',
    summary: '窗口代收补正材料（一项）',
    tags: ['办件'],
    roles: ['clerk', 'head', 'reviewer', 'bureau-staff'],
    request: { params: caseNoParams.extend({ id: materialId }), body: fileBody },
    responses: { 200: z.object({ state: z.literal('handed-in') }) },
    audit: { action: 'material.take', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, body, actor, audit }) => {
      await assertSees(deps.db, actor, params.no)
      await takeAtCounter(deps, actor, {
        caseNo: params.no,
        materialId: params.id,
        fileId: body.fileId,
        onDone: (trx) => audit(trx, { detail: { material: params.id, file: body.fileId } }),
      })
      return { state: 'handed-in' as const }
    },
  })
  return router
}
