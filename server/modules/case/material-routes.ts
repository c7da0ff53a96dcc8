import type { Router } from 'express'
import { z } from 'zod'
import { caseInstance } from '../../../workflows/case/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { intakeLimits } from '../../../workflows/intake/domain.ts'
import { takeAtCounter } from './material-service.ts'
import { caseNoParams } from './schema.ts'
import { assertSees } from '../../records/identity/scope.ts'

export const materialId = z.string().min(1).max(40)
export const fileBody = z.object({ fileId: z.uuid() }).strict()
const filesBody = z
  .object({
    fileIds: z
      .array(z.uuid())
      .max(intakeLimits.filesPerMaterial)
      .refine((ids) => new Set(ids).size === ids.length, '文件重复')
      .default([]),
    paper: z.boolean().default(false).meta({ description: '收到纸质件' }),
  })
  .strict()
  .refine(({ fileIds, paper }) => paper || fileIds.length > 0, '请上传文件，或注明收到纸质件')
const takenView = z.object({
  complete: z.boolean().meta({ description: '已收齐，办件继续办理' }),
  saving: z.boolean(),
})

/** What an applicant brings to the counter after a notice of 补正. */
export function createMaterialRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'post',
    path: '/api/cases/:no/materials/:id/files',
    summary: '窗口收取一项材料：代收补正（收齐最后一项即补正完成），或更正退件',
    tags: ['办件'],
    roles: ['clerk', 'head', 'reviewer', 'bureau-staff'],
    request: { params: caseNoParams.extend({ id: materialId }), body: filesBody },
    responses: { 200: takenView },
    audit: { action: 'material.take', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, body, actor, audit }) => {
      await assertSees(deps.db, actor, caseInstance(params.no))
      return takeAtCounter(deps, actor, {
        caseNo: params.no,
        materialId: params.id,
        ...body,
        onDone: (trx) =>
          audit(trx, { detail: { material: params.id, files: body.fileIds, paper: body.paper } }),
      })
    },
  })
  return router
}
