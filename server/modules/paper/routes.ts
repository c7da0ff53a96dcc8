import type { Router } from 'express'
import { caseInstance } from '../../../workflows/case/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import type { RouteContext } from '../../route.ts'
import { sendFile } from '../file/routes.ts'
import * as schema from './schema.ts'
import { getPrintedPaper, listPapers } from './service.ts'

/** The PDFs of papers for staff; papers of their one case for the applicant. Lists for staff: /api/instances/:id/papers. */
export function createPaperRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const tags = ['文书']
  route(router, {
    method: 'get',
    path: '/api/citizen/papers',
    summary: '申请人查看自己办件的文书',
    tags,
    roles: 'citizen',
    responses: { 200: schema.paperList },
    handler: async ({ viewer, citizen }) => ({
      rows: await listPapers(deps, viewer, caseInstance(citizen.caseNo)),
    }),
  })
  const pdf = {
    method: 'get',
    tags,
    request: schema.pdfRequest,
    responses: { 200: { description: 'PDF', type: 'application/pdf' } },
    handler: (ctx: RouteContext<typeof schema.pdfRequest>) => sendPdf(deps, ctx),
  } as const
  route(router, { ...pdf, path: '/api/papers/:id/pdf', summary: '文书 PDF', roles: 'staff' })
  route(router, {
    ...pdf,
    path: '/api/citizen/papers/:id/pdf',
    summary: '申请人的文书 PDF',
    roles: 'citizen',
  })
  return router
}

async function sendPdf(deps: AppDeps, ctx: RouteContext<typeof schema.pdfRequest>): Promise<void> {
  const paper = await getPrintedPaper(deps, ctx.viewer, ctx.params.id)
  const file = { ...paper.file, name: `${paper.title} ${paper.number}.pdf`, mediaType: 'application/pdf' }
  await sendFile(deps, ctx.req, ctx.res, file, ctx.query.inline === '1')
}
