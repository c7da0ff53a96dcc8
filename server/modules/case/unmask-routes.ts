import type { Router } from 'express'
import { z } from 'zod'
import { caseInstance } from '../../../workflows/case/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { personalOf } from '../../personal.ts'
import type { Personal } from '../../personal.ts'
import { createRouter, route } from '../../route.ts'
import { getSealed } from '../../records/case/facts.ts'
import type { SealedFacts } from '../../records/case/facts.ts'
import { assertSees } from '../../records/identity/scope.ts'
import { caseNoParams } from './schema.ts'

type Reader = (row: SealedFacts, open: Personal['open']) => string | null

/** What stands masked on the case page, and how it is read in full. */
const masked = {
  name: (row, open) => open(row.name),
  documentNo: (row, open) => open(row.documentNo),
  phone: (row, open) => open(row.phone),
  contact: (row, open) => open(row.contact),
  agent: (row, open) => row.agent && agentText(open(row.agent)),
  legalRepresentative: (row, open) => row.legalRepresentative && open(row.legalRepresentative),
  address: (row, open) => row.address && open(row.address),
} satisfies Record<string, Reader>
type MaskedField = keyof typeof masked

function agentText(sealed: string): string {
  const agent = JSON.parse(sealed) as { name: string; documentNo: string; phone: string }
  return `${agent.name}，${agent.documentNo}，${agent.phone}`
}

/** Personal data in full, one field at a time, each look in the audit. */
export function createUnmaskRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const field = z.enum(Object.keys(masked) as [MaskedField, ...MaskedField[]])
  route(router, {
    method: 'post',
    path: '/api/cases/:no/unmask',
    summary: '查看完整的个人信息（记入操作记录）',
    tags: ['办件'],
    roles: ['clerk', 'reviewer', 'head', 'bureau-staff', 'operator'],
    request: { params: caseNoParams, body: z.object({ field }).strict() },
    responses: { 200: z.object({ value: z.string() }) },
    audit: { action: 'case.unmask', objectType: 'case', objectId: ({ params }) => params.no },
    handler: async ({ params, body, actor, audit }) => {
      await assertSees(deps.db, actor, caseInstance(params.no))
      const value = masked[body.field](await getSealed(deps.db, params.no), personalOf(deps).open)
      if (!value) throw notFound('该项信息')
      // Written before the value leaves: nobody reads personal data without a trace.
      await audit(deps.db, { detail: { field: body.field } })
      return { value }
    },
  })
  return router
}
